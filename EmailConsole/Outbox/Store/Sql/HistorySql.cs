namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// The questions to the history. Each is answered from one range of an index; those of <see cref="Rows"/> newest first, without sorting,
/// unless they say otherwise. Each that is asked of a tenant can be asked of all together, see <see cref="Of"/>.
/// </summary>
internal static class HistorySql
{
    public const string OfTenant = "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    public const string OfTenantInState =
        "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND State = ?5 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    /// <summary>An address, in lower case (ASCII), stands once in a message.</summary>
    public const string ToAddress =
        "SELECT MessageId AS Id FROM OutboxRecipients WHERE TenantId = ?1 AND NormalizedAddress = ?5 AND MessageId >= ?2 AND MessageId < ?3 "
        + "ORDER BY MessageId DESC LIMIT ?4";

    /// <summary>A message comes as often as it has recipients there.</summary>
    public const string ToDomain =
        "SELECT MessageId AS Id FROM OutboxRecipients WHERE TenantId = ?1 AND Domain = ?5 AND MessageId >= ?2 AND MessageId < ?3 "
        + "ORDER BY MessageId DESC LIMIT ?4";

    /// <summary>In lower case (ASCII), in the order of addresses; whoever asks sorts.</summary>
    public const string ToBeginning =
        "SELECT MessageId AS Id FROM OutboxRecipients WHERE TenantId = ?1 AND NormalizedAddress >= ?2 AND NormalizedAddress < ?3 LIMIT ?4";

    /// <summary>In the order of domains; whoever asks sorts.</summary>
    public const string ToDomainBeginning =
        "SELECT MessageId AS Id FROM OutboxRecipients WHERE TenantId = ?1 AND Domain >= ?2 AND Domain < ?3 LIMIT ?4";

    public const string HasDomain = "SELECT 1 FROM OutboxRecipients WHERE TenantId = ?1 AND Domain = ?2 LIMIT 1";

    public const string Tagged =
        "SELECT MessageId AS Id FROM OutboxTags WHERE TenantId = ?1 AND Pair = ?5 AND MessageId >= ?2 AND MessageId < ?3 ORDER BY MessageId DESC LIMIT ?4";

    public const string HasTag = "SELECT 1 FROM OutboxTags WHERE TenantId = ?1 AND Pair = ?2 AND MessageId = ?3";

    public const string AcceptedBy =
        "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND AcceptedBy = ?5 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    /// <summary>The next one in the alphabet: so each is found by one step, however many messages it handed in.</summary>
    public const string NextAcceptedBy = "SELECT MIN(AcceptedBy) FROM OutboxMessages WHERE TenantId = ?1 AND AcceptedBy > ?2";

    public const string WithCause =
        "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND Cause = ?5 AND Id >= ?2 AND Id < ?3 ORDER BY Id DESC LIMIT ?4";

    /// <summary>In the order of their sender's times; whoever asks sorts.</summary>
    public const string Scheduled =
        "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND SendAt > ?2 AND +State = 0 AND +Id < ?3 LIMIT ?4";

    public const string CountScheduled = "SELECT COUNT(*) FROM OutboxMessages WHERE TenantId = ?1 AND SendAt > ?2 AND +State = 0 AND +Id >= ?3 AND +Id < ?4";

    /// <summary>
    /// Under another Message-ID than the one of its id: it was resent to those who had it. A program may have written the same into messages of
    /// its own, which were resent too.
    /// </summary>
    public const string Resent =
        "SELECT Id FROM OutboxMessages WHERE InternetMessageId = ?2 AND AttemptsBefore > 0 AND (?1 IS NULL OR TenantId = ?1) LIMIT 100";

    /// <summary>What failed since then, by cause.</summary>
    public const string Causes =
        "SELECT Cause, COUNT(*) FROM OutboxMessages WHERE TenantId = ?1 AND FailedAt >= ?2 AND Cause IS NOT NULL GROUP BY +Cause";

    public const string CountOfTenant =
        "SELECT COUNT(*) FROM OutboxMessages WHERE TenantId = ?1 AND State = ?2 AND Id >= ?3 AND Id < ?4";

    public const string OldestOfTenant = "SELECT Id FROM OutboxMessages WHERE TenantId = ?1 ORDER BY Id LIMIT 1";

    public const string State = "SELECT State, TenantId FROM OutboxMessages WHERE Id = ?1";

    public const string Row = "SELECT Id, TenantId, State, SendAt, Cause, AcceptedBy FROM OutboxMessages WHERE Id = ?1";

    /// <summary>What servers said, in short and in full; of another tenant's provider only what its own may be read of it.</summary>
    public const string HasReply =
        "SELECT 1 FROM OutboxMessages WHERE Id = ?1 AND instr(lower(LastReply), ?2) > 0 "
        + "UNION ALL SELECT 1 FROM OutboxRecipients WHERE MessageId = ?1 AND instr(lower(LastReply), ?2) > 0 "
        + "UNION ALL SELECT 1 FROM OutboxAttempts WHERE MessageId = ?1 AND instr(lower(ServerText), ?2) > 0 "
        + "AND (?3 IS NULL OR Stage IS NULL OR Blame IS NULL OR Blame IN (0, 1) OR ProviderOwner IS NULL OR ProviderOwner = ?3) LIMIT 1";

    public const string Addresses = "SELECT Address FROM OutboxRecipients WHERE MessageId = ?1";

    /// <summary>What decides whether it can be resent.</summary>
    public const string Resendable =
        "SELECT ExpiresAt, HasOwnExpiry, EXISTS (SELECT 1 FROM OutboxContents WHERE MessageId = ?1) FROM OutboxMessages WHERE Id = ?1";

    public const string Message =
        "SELECT TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, FinishedAt, InternetMessageId, Attempts, Size, Metadata, LastReply, WantedAt, AcceptedBy, "
        + "SendAt, HasOwnExpiry, Cause, Door, FromAddress FROM OutboxMessages WHERE Id = ?1";

    public const string Recipients =
        "SELECT Address, Kind, State, ReplyCode, LastReply FROM OutboxRecipients WHERE MessageId = ?1 ORDER BY Ordinal";

    public const string Attempts =
        "SELECT Number, StartedAt, Duration, Outcome, Stage, Kind, ReplyCode, EnhancedCode, ServerText, Cause, Cure, ProviderOwner, Blame, ProviderId, ProviderName "
        + "FROM OutboxAttempts WHERE MessageId = ?1 ORDER BY Number";

    public const string HasContent = "SELECT 1 FROM OutboxContents WHERE MessageId = ?1";

    /// <summary>A question to one tenant's messages, or where there is none, to all tenants' together: one range of an index as well.</summary>
    public static string Of(Guid? tenantId, string sql) => tenantId is null ? sql.Replace("TenantId = ?1", "?1 IS NULL", StringComparison.Ordinal) : sql;

    /// <summary>The messages that such a question finds, with what a filter asks of them besides.</summary>
    public static string Rows(string ids) =>
        $"SELECT m.Id, m.TenantId, m.State, m.SendAt, m.Cause, m.AcceptedBy FROM ({ids}) d CROSS JOIN OutboxMessages m ON m.Id = d.Id";
}
