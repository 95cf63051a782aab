using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>What a table of many rows must be asked through an index, whose part that is read does not grow with the table.</summary>
public sealed class PostgresPlanTests
{
    private const string MessagesSql =
        "INSERT INTO OutboxMessages (Id, TenantId, RouteStep, Door, State, Priority, AcceptedAt, WantedAt, DueAt, SendAt, ExpiresAt, HasOwnExpiry, FinishedAt, InternetMessageId, "
        + "Attempts, AttemptsBefore, Size, AcceptedBy, Cause, FailedAt, Version) "
        + "SELECT CAST(lpad(to_hex(i), 32, '0') AS uuid), CAST(lpad(to_hex(i % 500 + 1), 32, '0') AS uuid), 0, 0, CASE WHEN i % 20 = 0 THEN 0 WHEN i % 20 = 1 THEN 2 WHEN i % 500 = 4 THEN 4 ELSE 3 END, "
        + "i % 3, t, t, CASE WHEN i % 20 < 2 THEN t END, CASE WHEN i % 20 = 0 THEN t END, t + interval '1 day', false, CASE WHEN i % 20 >= 2 THEN t END, i || '@x', 1, i % 2, 700, "
        + "'key ' || i % 7, CASE WHEN i % 500 = 4 THEN 'cause ' || i % 7 END, CASE WHEN i % 500 = 4 THEN t END, gen_random_uuid() "
        + "FROM (SELECT i, timestamptz '2026-01-01Z' + i * interval '1 second' AS t FROM generate_series(1, 20000) i) s";

    private const string RecipientsSql =
        "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) "
        + "SELECT Id, 0, TenantId, 0, 'a' || left(InternetMessageId, -2) || '@d' || CAST(left(InternetMessageId, -2) AS int) % 40 || '.example', State FROM OutboxMessages";

    private const string TagsSql = "INSERT INTO OutboxTags (TenantId, Pair, MessageId) SELECT TenantId, 'flow=' || right(InternetMessageId, 4), Id FROM OutboxMessages";

    private const string CountersSql =
        "INSERT INTO OutboxCounters (TenantId, State, Count) SELECT gen_random_uuid(), s, CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END FROM generate_series(1, 5000) i, generate_series(0, 3) s";

    private const string LatestSql =
        "INSERT INTO OutboxLatest (TenantId, Kind, At, MessageId) SELECT gen_random_uuid(), CASE WHEN i % 1000 = 4 THEN 4 ELSE i % 3 END, now(), gen_random_uuid() FROM generate_series(1, 20000) i";

    private const string ContentsSql = "INSERT INTO OutboxContents (MessageId, Protected) SELECT Id, '' FROM OutboxMessages";

    private const string TrendsSql =
        "INSERT INTO OutboxTrends (TenantId, Start, Measure, Count) SELECT TenantId, AcceptedAt, 1, 1 FROM OutboxMessages";

    private static readonly DateTimeOffset Time = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly Guid Tenant = new("00000000-0000-0000-0000-000000000005");
    private static readonly Guid From = Guid.Empty;
    private static readonly Guid Below = Guid.AllBitsSet;

    [PostgresFact]
    public async Task Plan_OfEachQuestion_IsLedByItsIndex()
    {
        await using var postgres = await PostgresStore.OpenAsync();
        foreach (var sql in new[] { MessagesSql, RecipientsSql, TagsSql, CountersSql, LatestSql, ContentsSql, TrendsSql, "VACUUM ANALYZE" })
        {
            await postgres.OtherAsync(sql);
        }

        List<string> faults = [];
        await using var connection = await postgres.Store.Bed.Get<OutboxDatabase>().OpenAsync(default);
        foreach (var (sql, index, values) in Questions())
        {
            List<string> plan = [];
            using (var rows = connection[$"EXPLAIN {sql}"].Read(values))
            {
                while (rows.Read())
                {
                    plan.Add(rows.Text(0));
                }
            }

            if (!plan.Exists(step => step.Contains(index, StringComparison.OrdinalIgnoreCase)) || plan.Exists(step => step.Contains("Seq Scan", StringComparison.Ordinal)))
            {
                faults.Add($"{index}: {sql}\n{string.Join('\n', plan)}\n");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<(string Sql, string Index, SqlValue[] Values)> Questions()
    {
        yield return (OutboxReader.DueSql, "ix_outboxmessages_tenantid_priority_dueat", [Tenant, 1, Time, 100, .. Enumerable.Repeat<SqlValue>(Tenant, 8)]);
        yield return (OutboxReader.ExpiredSql, "ix_outboxmessages_expiresat", [Time, 100]);
        yield return (Backlogs.FindSql, "ix_outboxcounters_tenantid", [Guid.Empty]);
        yield return (Backlogs.FindSql, "ix_outboxmessages_tenantid_priority_dueat", [Guid.Empty]);
        yield return (MessageRow.FindSql, "pk_outboxmessages", [From]);
        yield return (SqlStatistics.FailingSql, "ix_outboxlatest_tenantid", [9]);
        yield return (SqlStatistics.DeliveredSql, "ix_outboxlatest_at_tenantid", [9]);
        yield return (SqlStatistics.LatestSql, "pk_outboxlatest", [new[] { Tenant, From }]);
        yield return (SqlStatistics.TrendSql, "pk_outboxtrends", [Tenant, Time]);
        foreach (var tenant in new Guid?[] { Tenant, null })
        {
            yield return History(HistorySql.OfTenant, "ix_outboxmessages_tenantid_id", "pk_outboxmessages", tenant, From, Below, 10);
            yield return History(HistorySql.OfTenantInState, "ix_outboxmessages_tenantid_state_id", "ix_outboxmessages_state_id", tenant, From, Below, 10, 4);
            yield return History(HistorySql.ToAddress, "ix_outboxrecipients_tenantid_normalizedaddress_messageid", "ix_outboxrecipients_normalizedaddress_messageid", tenant, From, Below, 10, "a7@d7.example");
            yield return History(HistorySql.ToBeginning, "ix_outboxrecipients_tenantid_normalizedaddress_messageid", "ix_outboxrecipients_normalizedaddress_messageid", tenant, "a1999", "a1999z", 10);
            yield return History(HistorySql.HasDomain, "ix_outboxrecipients_tenantid_domain_messageid", "ix_outboxrecipients_domain_messageid", tenant, tenant is null ? "none.example" : "d4.example");
            yield return History(HistorySql.Tagged, "outboxtags", "ix_outboxtags_pair_messageid", tenant, From, Below, 10, "flow=00@x");
            yield return History(HistorySql.NextAcceptedBy, "ix_outboxmessages_tenantid_acceptedby_id", "ix_outboxmessages_acceptedby_id", tenant, "key 3");
            yield return History(HistorySql.WithCause, "ix_outboxmessages_tenantid_cause_id", "ix_outboxmessages_cause_id", tenant, From, Below, 10, "cause 2");
            yield return History(HistorySql.Scheduled, "ix_outboxmessages_tenantid_sendat_id", "ix_outboxmessages_sendat_id", tenant, Time.AddHours(2), Below, 10);
            yield return History(HistorySql.Resent, "ix_outboxmessages_internetmessageid", "ix_outboxmessages_internetmessageid", tenant, "77@x");
            yield return History(HistorySql.CountOfTenant, "ix_outboxmessages_tenantid_state_id", "ix_outboxmessages_state_id", tenant, 4, From, Below);
            yield return History(HistorySql.OldestOfTenant, "ix_outboxmessages_tenantid_id", "pk_outboxmessages", tenant);
        }
    }

    private static (string Sql, string Index, SqlValue[] Values) History(string sql, string one, string all, Guid? tenant, params SqlValue[] rest) =>
        (HistorySql.Of(tenant, sql), tenant is null ? all : one, [tenant, .. rest]);
}
