namespace EmailConsole.Tests.Servers;

/// <summary>
/// Dovecot as the SASL server of Postfix: PLAIN and LOGIN from a password file, XOAUTH2 and OAUTHBEARER by asking the
/// OAuth 2.0 server about the token (RFC 7662).
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    private Daemon? _daemon;

    private DovecotServer(string socket) => Socket = socket;

    /// <summary>Where Postfix asks.</summary>
    public string Socket { get; }

    public static async Task<DovecotServer> StartAsync(ServerFolder folder, string authorityFile, Uri introspection)
    {
        var root = folder.CreateFolder("dovecot");
        folder.CreateFolder("dovecot/run");
        folder.CreateFolder("dovecot/state");
        folder.Write(
            "dovecot/users",
            $"{MailAccount.Address}:{{PLAIN}}{MailAccount.Password}\n",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var configuration = folder.Write(
            "dovecot/dovecot.conf", DovecotConfiguration.Create(await ReadVersionAsync(), root, authorityFile, introspection));
        folder.Write("dovecot/oauth2.conf", DovecotConfiguration.OAuth(authorityFile, introspection));
        var server = new DovecotServer(Path.Combine(root, "sasl"))
        {
            _daemon = Daemon.Start(Path.Combine(root, "log"), Command.Find("dovecot"), "-F", "-c", configuration),
        };
        await server._daemon.WaitUntilAsync(() => Task.FromResult(File.Exists(server.Socket)), "Dovecot did not start.");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }

    private static async Task<Version> ReadVersionAsync()
    {
        var text = await Command.ReadAsync("dovecot", "--version");
        return Version.Parse(text.Split(' ', '-')[0]);
    }
}
