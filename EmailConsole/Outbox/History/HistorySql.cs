namespace EmailConsole.Outbox.History;

/// <summary>The questions to the history. Each is answered from an index, newest first, without sorting.</summary>
internal static class HistorySql
{
    public const string OfTenant = "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    public const string OfTenantInState =
        "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND State = ?5 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    public const string OfAll = "SELECT Id FROM OutboxMessages WHERE ?1 IS NULL AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    public const string OfAllInState =
        "SELECT Id FROM OutboxMessages WHERE ?1 IS NULL AND State = ?5 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    /// <summary>An address stands once in a message.</summary>
    public const string ToAddress =
        "SELECT MessageId FROM OutboxRecipients WHERE TenantId = ?1 AND Address = ?5 AND MessageId >= ?2 AND MessageId < ?3 "
        + "ORDER BY MessageId DESC LIMIT ?4";

    /// <summary>In the order of addresses; whoever asks sorts.</summary>
    public const string ToBeginning =
        "SELECT MessageId FROM OutboxRecipients WHERE TenantId = ?1 AND Address >= ?2 AND Address < ?3 LIMIT ?4";

    public const string State = "SELECT State, TenantId FROM OutboxMessages WHERE Id = ?1";

    public const string Message =
        "SELECT TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, FinishedAt, InternetMessageId, Attempts, Size, Metadata, LastReply, WantedAt, AcceptedBy "
        + "FROM OutboxMessages WHERE Id = ?1";

    public const string Recipients =
        "SELECT Address, Kind, State, ReplyCode, LastReply FROM OutboxRecipients WHERE MessageId = ?1 ORDER BY Ordinal";

    public const string Attempts =
        "SELECT Number, StartedAt, Duration, Outcome, Stage, Kind, ReplyCode, EnhancedCode, ServerText, Cause, Cure, ProviderOwner, Blame "
        + "FROM OutboxAttempts WHERE MessageId = ?1 ORDER BY Number";

    public const string HasContent = "SELECT 1 FROM OutboxContents WHERE MessageId = ?1";
}
