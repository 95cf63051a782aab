using EmailConsole.Events;
using EmailConsole.Events.Components;
using EmailConsole.Events.Managing;

namespace EmailConsole.Tests.Events.Components;

public sealed class EventWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 5, 54, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("It answered 500.", 42, -60, "The endpoint is failing. It answered 500. The next try is at 05:54:42 UTC, one event at a time.")]
    [InlineData("It answered 500.", 42, 42, "The endpoint is failing. It answered 500. The next try is at 05:54:42 UTC, one event at a time.")]
    [InlineData("It answered 500.", 42, 300, "The endpoint is failing. It answered 500. This one is tried at 05:59:00 UTC at the earliest, one event at a time.")]
    [InlineData("It answered 500.", 42, 86400, "The endpoint is failing. It answered 500. This one is tried on 1 December at 05:54:00 UTC at the earliest, one event at a time.")]
    [InlineData("It answered 500.", -1, -60, "The endpoint is failing. It answered 500. The next try comes at any moment, one event at a time.")]
    [InlineData("The connection was refused.", null, -60, "The endpoint is failing. The connection was refused. This one waits its turn, one event at a time.")]
    [InlineData(null, null, 300, "The endpoint is failing. This one is tried at 05:59:00 UTC at the earliest, one event at a time.")]
    public void NextTry_OfAFailingEndpoint_IsItsOwnOrTheDeliverys(string? why, int? next, int due, string words) =>
        Assert.Equal(words, EventWords.NextTry(new FailingEndpoint(why, next is { } seconds ? Now.AddSeconds(seconds) : null), Now.AddSeconds(due), Now));

    [Theory]
    [InlineData("https://hooks.example.com:8443", "https://hooks.example.com:8443")]
    [InlineData("https://hooks.example.com:8443/", "https://hooks.example.com:8443 /")]
    [InlineData("https://hooks.example.com:8443/email/events?a=b", "https://hooks.example.com:8443 /email /events?a=b")]
    public void Parts_OfAnAddress_LeaveHostAndPortWhole(string url, string parts) => Assert.Equal(parts, string.Join(' ', EventWords.Parts(url)));

    [Theory]
    [InlineData(EventTypes.EmailFailed, "email.failed")]
    [InlineData(EventTypes.EmailFailed | EventTypes.EmailExpired, "2 of 8 events")]
    [InlineData(EventTypeNames.Usual | EventTypes.EmailAccepted, "All events")]
    public void TypesInShort_OfSome_FitsAColumn(EventTypes types, string words) => Assert.Equal(words, EventWords.TypesInShort(types));
}
