using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>A console whose provider names a server that nobody runs, so that what is accepted stays.</summary>
public sealed class SendConsole : ConsoleApplication
{
    public SendConsole() => Deployment = """
        [output_adapter.email]
        from_address = "no-reply@platform.example"
        hostname = "127.0.0.1"
        port = 9
        enable_start_tls = false
        enable_authentication = false
        """;
}
