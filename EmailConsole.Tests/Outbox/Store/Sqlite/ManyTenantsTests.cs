using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>What is asked of all tenants together must be one question to one index, whatever their number.</summary>
public sealed class ManyTenantsTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData(HistorySql.ToAddress, "IX_OutboxRecipients_NormalizedAddress_MessageId")]
    [InlineData(HistorySql.ToDomain, "IX_OutboxRecipients_Domain_MessageId")]
    [InlineData(HistorySql.ToBeginning, "IX_OutboxRecipients_NormalizedAddress_MessageId")]
    [InlineData(HistorySql.ToDomainBeginning, "IX_OutboxRecipients_Domain_MessageId")]
    [InlineData(HistorySql.HasDomain, "IX_OutboxRecipients_Domain_MessageId")]
    [InlineData(HistorySql.Tagged, "IX_OutboxTags_Pair_MessageId")]
    [InlineData(HistorySql.AcceptedBy, "IX_OutboxMessages_AcceptedBy_Id")]
    [InlineData(HistorySql.NextAcceptedBy, "IX_OutboxMessages_AcceptedBy_Id")]
    [InlineData(HistorySql.WithCause, "IX_OutboxMessages_Cause_Id")]
    [InlineData(HistorySql.Scheduled, "IX_OutboxMessages_SendAt_Id")]
    [InlineData(HistorySql.CountScheduled, "IX_OutboxMessages_SendAt_Id")]
    [InlineData(HistorySql.Resent, "IX_OutboxMessages_InternetMessageId")]
    [InlineData(HistorySql.OfTenant, "sqlite_autoindex_OutboxMessages_1 (Id>? AND Id<?)")]
    [InlineData(HistorySql.OfTenantInState, "IX_OutboxMessages_State_Id (State=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.CountOfTenant, "COVERING INDEX IX_OutboxMessages_State_Id (State=? AND Id>? AND Id<?)")]
    [InlineData(SqlStatistics.DeliveredSql, "IX_OutboxLatest_At_TenantId")]
    [InlineData(SqlStatistics.FailingSql, "IX_OutboxLatest_TenantId")]
    [InlineData(Backlogs.FindSql, "IX_OutboxCounters_TenantId")]
    [InlineData(Backlogs.FindSql, "IX_OutboxMessages_TenantId_Priority_DueAt")]
    public async Task Plan_QuestionToAllTenants_IsOneRangeOfAnIndex(string sql, string index)
    {
        await using var db = await _bed.DbAsync();
        var plan = await QueryPlan.OfAsync(db, HistorySql.Of(null, sql));

        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => (step.StartsWith("SCAN Outbox", StringComparison.Ordinal) && !step.EndsWith(index, StringComparison.Ordinal))
            || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_CausesOfAllTenants_AreReadFromTheirTime()
    {
        await using var db = await _bed.DbAsync();
        var plan = await QueryPlan.OfAsync(db, HistorySql.Of(null, HistorySql.Causes));

        Assert.Contains(plan, step => step.Contains("IX_OutboxMessages_FailedAt_Cause (FailedAt>?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backlogs_TenantsWithAndWithoutWaitingMail_AreFoundByOneQuestion()
    {
        await _bed.AcceptAsync(Emails.New());
        var late = await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        await _bed.Change.CancelAsync(_bed.Bar, [late], default);

        Assert.Equal(_bed.Foo, Assert.Single(await _bed.Outbox.FindBacklogsAsync(default)).TenantId);
    }
}
