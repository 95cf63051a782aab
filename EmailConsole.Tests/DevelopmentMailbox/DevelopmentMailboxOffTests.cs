using System.Net;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.DevelopmentMailbox;

public sealed class DevelopmentMailboxOffTests
{
    [Fact]
    public async Task Production_Mailbox_IsNotThere()
    {
        await using var console = new ConsoleApplication
        {
            Environment = "Production",
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AllowedHosts"] = "localhost;127.0.0.1",
                ["PublicUrl"] = "https://console.example",
                ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
                ["ForwardedHeaders:KnownProxies:1"] = "::1",
            },
        };
        var state = console.Service<DevelopmentMailboxState>();
        console.Service<MailboxStore>().Add("a@foo.example", ["b@bar.example"], "Subject: s\r\n\r\ntext"u8.ToArray());
        var id = console.Service<MailboxStore>().Messages[0].Id;
        using var client = console.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.False(state.IsEnabled);
        Assert.IsType<ListenerState.Stopped>(state.Listener);
        foreach (var path in new[] { "", $"/messages/{id}/html", $"/messages/{id}/source", $"/messages/{id}/files/0" })
        {
            using var answer = await client.GetAsync(new Uri($"development-mailbox{path}", UriKind.Relative));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }
}
