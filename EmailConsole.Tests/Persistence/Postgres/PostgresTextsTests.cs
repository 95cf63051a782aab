using System.Text.RegularExpressions;
using EmailConsole.Persistence.Postgres;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Persistence.Postgres;

public sealed class PostgresTextsTests
{
    [Theory]
    [InlineData("a\0b", "a\ufffdb")]
    [InlineData(@"a\ud83d", "a\ufffd")]
    [InlineData(@"\udc00b", "\ufffdb")]
    [InlineData("a😀b", "a😀b")]
    [InlineData("", "")]
    public void Clean_Text_IsOneThatCanBeKept(string text, string expected) => Assert.Equal(expected, PostgresTexts.Clean(Unescape(text)));

    [Theory]
    [OnSqlite("a\0.com")]
    [OnPostgres("a\0.com")]
    [OnSqlite(@"a\ud800.com")]
    [OnPostgres(@"a\ud800.com")]
    public async Task Find_TextThatPostgresTakesNot_IsNotFound(EmailConsole.Persistence.DatabaseKind kind, string domain)
    {
        await using var bed = await AccountsBed.CreateAsync(kind: kind);
        await using var db = await bed.OpenDbAsync();

        domain = Unescape(domain);
        Assert.False(await db.Set<Tenant>().AnyAsync(t => t.Domain == domain));
        Assert.False(await db.Set<Tenant>().AnyAsync(t => t.Domain.StartsWith(domain)));
    }

    // An attribute keeps no half of a pair
    private static string Unescape(string text) => Regex.Unescape(text);
}
