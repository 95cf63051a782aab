using System.Net;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace EmailConsole.Tests.DevelopmentMailbox;

public sealed class DevelopmentServerTests
{
    private static readonly EmailProviderSettings Settings = new() { Host = "localhost", Port = 1025 };

    private readonly MailboxStore _store = new(TimeProvider.System);
    private readonly DevelopmentMailboxState _state = new(new HostingEnvironment { EnvironmentName = Environments.Development })
    {
        Listener = new ListenerState.Listening(1025, [IPAddress.Loopback]),
    };

    private DevelopmentServer Server => new(_state, _store);

    [Fact]
    public void FindAddress_MessageThatIsThere_LeadsToIt()
    {
        var message = _store.Add("a@foo.com", ["b@foo.com"], "Subject: x\r\n\r\n"u8.ToArray());

        Assert.Equal($"/development-mailbox?message={message.Id:N}", Server.FindAddress(Settings, message.Id.ToString("N")));
    }

    [Fact]
    public void FindAddress_AnythingElse_LeadsNowhere()
    {
        var message = _store.Add("a@foo.com", ["b@foo.com"], "Subject: x\r\n\r\n"u8.ToArray());

        Assert.Null(Server.FindAddress(Settings with { Port = 25 }, message.Id.ToString("N")));
        Assert.Null(Server.FindAddress(Settings, Guid.NewGuid().ToString("N")));
        Assert.Null(Server.FindAddress(Settings, "4XyZ12abc"));
        Assert.Null(Server.FindAddress(Settings, null));
    }

    [Fact]
    public void Port_ListenerStopped_IsNone()
    {
        Assert.Equal(1025, Server.Port);
        _state.Listener = new ListenerState.Failed(1025, "in use");

        Assert.Null(Server.Port);
    }
}
