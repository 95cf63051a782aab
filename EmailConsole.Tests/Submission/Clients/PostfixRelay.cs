using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailConsole.Accounts.Components;
using EmailConsole.Tests.Servers;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailConsole.Tests.Submission.Clients;

/// <summary>A Postfix that takes mail from this machine and passes all of it on, set up as the page shows.</summary>
internal sealed class PostfixRelay : IAsyncDisposable
{
    public const string Name = "relay.client.test";

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ServerFolder _folder;
    private readonly Daemon _daemon;
    private readonly int _port;

    private PostfixRelay(ServerFolder folder, Daemon daemon, int port) => (_folder, _daemon, _port) = (folder, daemon, port);

    public string Log => File.ReadAllText(_folder["log"]);

    public static async Task<PostfixRelay> StartAsync(IReadOnlyList<SmtpProgramPart> parts, string authorities)
    {
        var folder = new ServerFolder();
        var port = FreePorts.Take(1)[0];
        var etc = folder.CreateFolder("etc");
        folder.CreateFolder("queue");
        await Command.RunAsync("chown", "postfix:", folder.CreateFolder("data"));
        folder.Write("sasl_passwd", parts[1].Text + "\n");
        folder.Write("ca.pem", await File.ReadAllTextAsync(authorities), Readable);
        var shown = parts[0].Text
            .Replace("/etc/postfix/sasl_passwd", folder["sasl_passwd"], StringComparison.Ordinal)
            .Replace("/etc/ssl/certs/ca-certificates.crt", folder["ca.pem"], StringComparison.Ordinal);
        folder.Write("etc/main.cf", MainFile(folder.Path) + shown + "\n", Readable);
        folder.Write("etc/master.cf", MasterFile(port), Readable);
        await Command.RunAsync("postfix", "-c", etc, "check");
        var master = Path.Combine(await Command.ReadAsync("postconf", "-dh", "daemon_directory"), "master");
        var daemon = Daemon.Start(folder["log"], master, "-d", "-c", etc);
        await daemon.WaitUntilAsync(() => FreePorts.IsOpenAsync(port), "Postfix did not start.");
        return new PostfixRelay(folder, daemon, port);
    }

    /// <summary>As a program on its machine does.</summary>
    public async Task HandInAsync(string message, string sender, string[] recipients)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", _port, SecureSocketOptions.None);
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(message));
        using var mail = await MimeMessage.LoadAsync(source);
        await client.SendAsync(mail, new MailboxAddress("", sender), recipients.Select(r => new MailboxAddress("", r)));
        await client.DisconnectAsync(quit: true);
    }

    public async Task LoggedAsync(string pattern) =>
        await _daemon.WaitUntilAsync(() => Task.FromResult(Regex.IsMatch(Log, pattern, RegexOptions.None, Bound.Wait)), $"{pattern} was not logged.");

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _folder.Dispose();
    }

    private static string MainFile(string root) => $"""
        compatibility_level = 3.6
        queue_directory = {root}/queue
        data_directory = {root}/data
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = {root}/log
        maillog_file_prefixes = {root}
        myhostname = {Name}
        mydestination =
        local_recipient_maps =
        alias_maps =
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        in_flow_delay = 0
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtp_host_lookup = native

        """;

    private static string MasterFile(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port} inet n - n - - smtpd\n") + """
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
