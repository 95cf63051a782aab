namespace EmailConsole.Submission.Intake;

/// <summary>What the door knows at the end of data.</summary>
/// <param name="Id">Of the message that it becomes: stands in Received, and in the reply.</param>
/// <param name="EhloName">As the client said it: anything.</param>
/// <param name="IsExtended">It said EHLO, not HELO.</param>
/// <param name="IsEncrypted">It came over TLS.</param>
/// <param name="ReversePath">Of MAIL; empty for <c>&lt;&gt;</c>.</param>
/// <param name="Recipients">Of RCPT, each once, well-formed.</param>
/// <param name="Content">Without the dots that were put before others; otherwise exactly as received.</param>
internal sealed record SubmittedMessage(
    Guid Id,
    string EhloName,
    bool IsExtended,
    bool IsEncrypted,
    string ReversePath,
    IReadOnlyList<string> Recipients,
    ReadOnlyMemory<byte> Content);
