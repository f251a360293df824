<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AgainCommands</name>
    <message numerus="yes">
        <source>%n row(s) will be recognised after the transcription.</source>
        <translation>
            <numerusform>%n row will be recognised after the transcription.</numerusform>
            <numerusform>%n rows will be recognised after the transcription.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not taken: %n proposal(s). Their rows have changed since. Hear them again.</source>
        <translation>
            <numerusform>Not taken: %n proposal. Their rows have changed since. Hear them again.</numerusform>
            <numerusform>Not taken: %n proposals. Their rows have changed since. Hear them again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected: %n proposal(s). They can be brought back.</source>
        <translation>
            <numerusform>Rejected: %n proposal. They can be brought back.</numerusform>
            <numerusform>Rejected: %n proposals. They can be brought back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgainStatus</name>
    <message numerus="yes">
        <source>Filled: %n row(s).</source>
        <translation>
            <numerusform>Filled: %n row.</numerusform>
            <numerusform>Filled: %n rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Recognised again: %n row(s). Compare, accept or reject.</source>
        <translation>
            <numerusform>Recognised again: %n row. Compare, accept or reject.</numerusform>
            <numerusform>Recognised again: %n rows. Compare, accept or reject.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was heard in %n row(s).</source>
        <translation>
            <numerusform>Nothing was heard in %n row.</numerusform>
            <numerusform>Nothing was heard in %n rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) could not be recognised ({numbers}): {reason}</source>
        <translation>
            <numerusform>%n row could not be recognised ({numbers}): {reason}</numerusform>
            <numerusform>%n rows could not be recognised ({numbers}): {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n proposal(s) went with the row.</source>
        <translation>
            <numerusform>%n proposal went with the row.</numerusform>
            <numerusform>%n proposals went with the row.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClipboardCommands</name>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Clips</name>
    <message numerus="yes">
        <source>Wrote %n audio file(s)</source>
        <translation>
            <numerusform>Wrote %n audio file</numerusform>
            <numerusform>Wrote %n audio files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClipsDialog</name>
    <message numerus="yes">
        <source>Where shall the audio of %n row(s) go, each to a file?</source>
        <translation>
            <numerusform>Where shall the audio of %n row go, each to a file?</numerusform>
            <numerusform>Where shall the audio of %n rows go, each to a file?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>How shall %n row(s) be written?</source>
        <translation>
            <numerusform>How shall %n row be written?</numerusform>
            <numerusform>How shall %n rows be written?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>What is read takes the place of %n row(s).</source>
        <translation>
            <numerusform>What is read takes the place of %n row.</numerusform>
            <numerusform>What is read takes the place of %n rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueCommands</name>
    <message numerus="yes">
        <source>%n recording(s) left in the queue, which is not started.</source>
        <translation>
            <numerusform>%n recording left in the queue, which is not started.</numerusform>
            <numerusform>%n recordings left in the queue, which is not started.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecipeDock</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowScopeBox</name>
    <message numerus="yes">
        <source>%n selected row(s)</source>
        <translation>
            <numerusform>%n selected row</numerusform>
            <numerusform>%n selected rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunStatus</name>
    <message numerus="yes">
        <source>The %n row(s) that came by then are kept.</source>
        <translation>
            <numerusform>The %n row that came by then are kept.</numerusform>
            <numerusform>The %n rows that came by then are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Transcribed: %n row(s)</source>
        <translation>
            <numerusform>Transcribed: %n row</numerusform>
            <numerusform>Transcribed: %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranscribeDialog</name>
    <message numerus="yes">
        <source>Replace %n row(s); undo brings them back</source>
        <translation>
            <numerusform>Replace %n row; undo brings them back</numerusform>
            <numerusform>Replace %n rows; undo brings them back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowState</name>
    <message numerus="yes">
        <source>Undone: %n step(s)</source>
        <translation>
            <numerusform>Undone: %n step</numerusform>
            <numerusform>Undone: %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Redone: %n step(s)</source>
        <translation>
            <numerusform>Redone: %n step</numerusform>
            <numerusform>Redone: %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
</TS>
