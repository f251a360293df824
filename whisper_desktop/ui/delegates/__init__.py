"""How single cells are painted and edited."""
