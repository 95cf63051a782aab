using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

/// <summary>What keeps the outbox speaks of messages; which database does is known below <c>Outbox/Store</c> alone.</summary>
public sealed partial class StoreTests
{
    private const string Below = "EmailConsole/Outbox/Store/";

    private static readonly string[] Above = ["EmailConsole/Outbox/", "EmailConsole/Sending/", "EmailConsole/Deliveries/"];

    [Fact]
    public void Code_AboveTheStore_NamesNoDatabaseAndHoldsNoSql() => Faults.AssertNone(
        from path in SourceFiles.Product
        where Above.Any(room => path.StartsWith(room, StringComparison.Ordinal)) && !path.StartsWith(Below, StringComparison.Ordinal)
        where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
        from line in SourceFiles.ReadLines(path)
        where !IsRegistration(path, line) && IsOfADatabase(line)
        select $"{path}: {line.Trim()}");

    [Fact]
    public void Code_OfTheStoresRows_NamesNoDatabase() => Faults.AssertNone(
        from path in SourceFiles.Product
        where path.StartsWith(Below, StringComparison.Ordinal) && path.Split('/').Length == 4
        from line in SourceFiles.ReadLines(path)
        where IsOfADatabase(line)
        select $"{path}: {line.Trim()}");

    [Fact]
    public void Code_OfTheSql_NamesNoDriver() => Faults.AssertNone(
        from path in SourceFiles.Product
        where path.StartsWith(Below + "Sql/", StringComparison.Ordinal)
        from line in SourceFiles.ReadLines(path)
        where Driver().IsMatch(line)
        select $"{path}: {line.Trim()}");

    [Theory]
    [InlineData("using Microsoft.Data.Sqlite;", true)]
    [InlineData("using EmailConsole.Outbox.Store.Sqlite;", true)]
    [InlineData("using Npgsql;", true)]
    [InlineData("using EmailConsole.Outbox.Store.Postgres;", true)]
    [InlineData("    private const string FindSql = \"SELECT Size FROM OutboxMessages WHERE Id = ?1\";", true)]
    [InlineData("    await db.Database.ExecuteSqlAsync($\"UPDATE OutboxMessages SET DueAt = 1\");", true)]
    [InlineData("    INSERT INTO OutboxKeys (TenantId) VALUES (?1)", true)]
    [InlineData("    found.Select(m => m.Id)", false)]
    [InlineData("    /// <summary>Select the whole text, and delete from it.</summary>", false)]
    [InlineData("    internal sealed class AcceptEmails(IOutboxStore store)", false)]
    public void IsOfADatabase_Line_SaysSo(string line, bool expected) => Assert.Equal(expected, IsOfADatabase(line));

    // The lines that say which database it is
    private static bool IsRegistration(string path, string line) => path == "EmailConsole/Outbox/OutboxRegistration.cs"
        && line is "using EmailConsole.Outbox.Store.Sqlite;" or "            services.AddSqliteOutbox();"
            or "using EmailConsole.Outbox.Store.Postgres;" or "            services.AddPostgresOutbox();";

    private static bool IsOfADatabase(string line) => Database().IsMatch(line);

    [GeneratedRegex(
        @"Sqlite|Npgsql|Postgres|\bSELECT\b.+\bFROM\b|\bINSERT (OR \w+ )?INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b|\bPRAGMA\b|(FromSql|SqlQuery|ExecuteSql)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Database();

    [GeneratedRegex(@"Microsoft\.Data\.|Npgsql|Store\.(Sqlite|Postgres)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Driver();
}
