using EmailConsole.Outbox.Store;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>What a table of a million rows must be asked through an index, without sorting.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("SELECT * FROM OutboxMessages WHERE TenantId = x'00' AND Priority = 1 AND DueAt <= 5 ORDER BY DueAt LIMIT 9", "TenantId_Priority_DueAt")]
    [InlineData("SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = x'00' AND Priority = 1 AND DueAt IS NOT NULL", "TenantId_Priority_DueAt")]
    [InlineData("SELECT Id FROM OutboxMessages WHERE ExpiresAt <= 5 AND DueAt IS NOT NULL ORDER BY ExpiresAt LIMIT 9", "OutboxMessages_ExpiresAt")]
    [InlineData("SELECT * FROM OutboxMessages WHERE TenantId = x'00' AND Id < x'01' ORDER BY Id DESC LIMIT 9", "TenantId_Id")]
    [InlineData("SELECT * FROM OutboxMessages WHERE TenantId = x'00' AND State = 4 AND Id < x'01' ORDER BY Id DESC LIMIT 9", "TenantId_State_Id")]
    [InlineData("SELECT * FROM OutboxMessages WHERE State = 4 AND Id < x'01' ORDER BY Id DESC LIMIT 9", "OutboxMessages_State_Id")]
    [InlineData("SELECT * FROM OutboxRecipients WHERE NormalizedAddress = 'a' AND TenantId = x'00' AND MessageId < x'01' ORDER BY MessageId DESC LIMIT 9", "TenantId_NormalizedAddress_MessageId")]
    [InlineData("DELETE FROM OutboxContents WHERE MessageId IN (SELECT MessageId FROM OutboxContents WHERE DropAt < 5 LIMIT 9)", "OutboxContents_DropAt")]
    public async Task Plan_Question_UsesItsIndex(string sql, string index)
    {
        await using var db = await _bed.DbAsync();
        var plan = await QueryPlan.OfAsync(db, sql);

        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TakeDue_AsTranslated_AsksForTheIndexedColumns()
    {
        await using var db = await _bed.DbAsync();
        var sql = db.Set<OutboxMessage>().Where(m => m.ExpiresAt <= OutboxBed.Start && m.DueAt != null).ToQueryString();

        Assert.Contains("\"DueAt\" IS NOT NULL", sql, StringComparison.Ordinal);
    }
}
