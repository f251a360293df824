<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AgainCommands</name>
    <message numerus="yes">
        <source>%Ln row(s) will be recognised after the transcription.</source>
        <translation>
            <numerusform>%Ln row will be recognised after the transcription.</numerusform>
            <numerusform>%Ln rows will be recognised after the transcription.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not taken: %Ln proposal(s). Their rows have changed since. Hear them again.</source>
        <translation>
            <numerusform>Not taken: %Ln proposal. Their rows have changed since. Hear them again.</numerusform>
            <numerusform>Not taken: %Ln proposals. Their rows have changed since. Hear them again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected: %Ln proposal(s). They can be brought back.</source>
        <translation>
            <numerusform>Rejected: %Ln proposal. They can be brought back.</numerusform>
            <numerusform>Rejected: %Ln proposals. They can be brought back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgainStatus</name>
    <message numerus="yes">
        <source>Filled: %Ln row(s).</source>
        <translation>
            <numerusform>Filled: %Ln row.</numerusform>
            <numerusform>Filled: %Ln rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Recognised again: %Ln row(s). Compare, accept or reject.</source>
        <translation>
            <numerusform>Recognised again: %Ln row. Compare, accept or reject.</numerusform>
            <numerusform>Recognised again: %Ln rows. Compare, accept or reject.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was heard in %Ln row(s).</source>
        <translation>
            <numerusform>Nothing was heard in %Ln row.</numerusform>
            <numerusform>Nothing was heard in %Ln rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) could not be recognised ({numbers}): {reason}</source>
        <translation>
            <numerusform>%Ln row could not be recognised ({numbers}): {reason}</numerusform>
            <numerusform>%Ln rows could not be recognised ({numbers}): {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln proposal(s) went with the row.</source>
        <translation>
            <numerusform>%Ln proposal went with the row.</numerusform>
            <numerusform>%Ln proposals went with the row.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClipboardCommands</name>
    <message numerus="yes">
        <source>Copied %Ln row(s)</source>
        <translation>
            <numerusform>Copied %Ln row</numerusform>
            <numerusform>Copied %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Clips</name>
    <message numerus="yes">
        <source>Wrote %Ln audio file(s)</source>
        <translation>
            <numerusform>Wrote %Ln audio file</numerusform>
            <numerusform>Wrote %Ln audio files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClipsDialog</name>
    <message numerus="yes">
        <source>Where shall the audio of %Ln row(s) go, each to a file?</source>
        <translation>
            <numerusform>Where shall the audio of %Ln row go, each to a file?</numerusform>
            <numerusform>Where shall the audio of %Ln rows go, each to a file?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoubtCommands</name>
    <message numerus="yes">
        <source>Doubtful: %Ln row(s).</source>
        <translation>
            <numerusform>Doubtful: %Ln row.</numerusform>
            <numerusform>Doubtful: %Ln rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Speech without a row: %Ln time(s).</source>
        <translation>
            <numerusform>Speech without a row: %Ln time.</numerusform>
            <numerusform>Speech without a row: %Ln times.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>How shall %Ln row(s) be written?</source>
        <translation>
            <numerusform>How shall %Ln row be written?</numerusform>
            <numerusform>How shall %Ln rows be written?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FittingCommands</name>
    <message numerus="yes">
        <source>Fitted to the sound: %Ln row(s).</source>
        <translation>
            <numerusform>Fitted to the sound: %Ln row.</numerusform>
            <numerusform>Fitted to the sound: %Ln rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of %Ln row(s) was not heard. Look at their times.</source>
        <translation>
            <numerusform>The text of %Ln row was not heard. Look at their times.</numerusform>
            <numerusform>The text of %Ln rows was not heard. Look at their times.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>What is read takes the place of %Ln row(s).</source>
        <translation>
            <numerusform>What is read takes the place of %Ln row.</numerusform>
            <numerusform>What is read takes the place of %Ln rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message numerus="yes">
        <source>And %Ln more.</source>
        <translation>
            <numerusform>And %Ln more.</numerusform>
            <numerusform>And %Ln more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueCommands</name>
    <message numerus="yes">
        <source>%Ln recording(s) left in the queue, which is not started.</source>
        <translation>
            <numerusform>%Ln recording left in the queue, which is not started.</numerusform>
            <numerusform>%Ln recordings left in the queue, which is not started.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecipeDock</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowScopeBox</name>
    <message numerus="yes">
        <source>%Ln selected row(s)</source>
        <translation>
            <numerusform>%Ln selected row</numerusform>
            <numerusform>%Ln selected rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunStatus</name>
    <message numerus="yes">
        <source>The %Ln row(s) that came by then are kept.</source>
        <translation>
            <numerusform>The %Ln row that came by then are kept.</numerusform>
            <numerusform>The %Ln rows that came by then are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Transcribed: %Ln row(s)</source>
        <translation>
            <numerusform>Transcribed: %Ln row</numerusform>
            <numerusform>Transcribed: %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln finding</numerusform>
            <numerusform>%Ln findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranscribeDialog</name>
    <message numerus="yes">
        <source>Replace %Ln row(s); undo brings them back</source>
        <translation>
            <numerusform>Replace %Ln row; undo brings them back</numerusform>
            <numerusform>Replace %Ln rows; undo brings them back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowState</name>
    <message numerus="yes">
        <source>Undone: %Ln step(s)</source>
        <translation>
            <numerusform>Undone: %Ln step</numerusform>
            <numerusform>Undone: %Ln steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Redone: %Ln step(s)</source>
        <translation>
            <numerusform>Redone: %Ln step</numerusform>
            <numerusform>Redone: %Ln steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
</TS>
