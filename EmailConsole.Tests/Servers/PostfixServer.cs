using System.Text.RegularExpressions;
using MimeKit;

namespace EmailConsole.Tests.Servers;

/// <summary>A private Postfix on free ports of loopback, with its own queue and mailbox.</summary>
public sealed class PostfixServer : IAsyncDisposable
{
    private readonly Daemon _daemon;
    private readonly Dictionary<PostfixPort, int> _ports;
    private readonly string _root;

    private PostfixServer(Daemon daemon, Dictionary<PostfixPort, int> ports, string root)
    {
        _daemon = daemon;
        _ports = ports;
        _root = root;
    }

    /// <summary>What Postfix logged; for the message of a failed assertion.</summary>
    public string Log => File.ReadAllText(Path.Combine(_root, "log"));

    public int this[PostfixPort port] => _ports[port];

    internal static async Task<PostfixServer> StartAsync(ServerFolder folder, TestCertificates certificates, string saslSocket)
    {
        var root = folder.CreateFolder("postfix");
        var etc = folder.CreateFolder("postfix/etc");
        folder.CreateFolder("postfix/queue");
        await Command.RunAsync("chown", "postfix:", folder.CreateFolder("postfix/data"));
        await Command.RunAsync("chown", "65534:65534", folder.CreateFolder("postfix/mail"));
        WriteCertificates(folder, certificates);

        var kinds = Enum.GetValues<PostfixPort>();
        var ports = kinds.Zip(FreePorts.Take(kinds.Length)).ToDictionary(pair => pair.First, pair => pair.Second);
        folder.Write("postfix/mailboxes", PostfixConfiguration.Mailboxes, Readable);
        folder.Write("postfix/etc/main.cf", PostfixConfiguration.MainFile(root, saslSocket), Readable);
        folder.Write("postfix/etc/master.cf", PostfixConfiguration.MasterFile(root, ports), Readable);

        // The command creates the queue; then its master is started by itself, which with -d stays in our process group
        await Command.RunAsync("postfix", "-c", etc, "check");
        var master = Path.Combine(await Command.ReadAsync("postconf", "-dh", "daemon_directory"), "master");
        var daemon = Daemon.Start(Path.Combine(root, "log"), master, "-d", "-c", etc);
        var server = new PostfixServer(daemon, ports, root);
        await daemon.WaitUntilAsync(() => FreePorts.IsOpenAsync(server[PostfixPort.Submission]), "Postfix did not start.");
        return server;
    }

    /// <summary>The only message for a recipient. Waits for it, at most 20 s.</summary>
    public async Task<MimeMessage> FindMailAsync(string recipient)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = ReadMails(recipient);
            if (found.Count > 0)
            {
                return Assert.Single(found);
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Bound.Wait, $"No mail for {recipient} arrived.\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Waits for a line of the log, at most a minute.</summary>
    public Task LoggedAsync(string pattern) =>
        Bound.UntilAsync(() => Regex.IsMatch(Log, pattern, RegexOptions.None, Bound.Wait), () => $"{pattern} was not logged.\n{Log}");

    /// <summary>All messages for a recipient that have arrived by now.</summary>
    public IReadOnlyList<MimeMessage> ReadMails(string recipient) =>
        [.. MailFiles()
            .Select(file => MimeMessage.Load(file))
            .Where(mail => string.Equals(mail.Headers["Delivered-To"], recipient, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The only message for a recipient as it lies in the mailbox, lines ending with LF. Waits for it.</summary>
    public async Task<byte[]> FindBytesAsync(string recipient)
    {
        await FindMailAsync(recipient);
        var name = System.Text.Encoding.ASCII.GetBytes(recipient);
        return Assert.Single(MailFiles().Select(File.ReadAllBytes), bytes => bytes.AsSpan().IndexOf(name) >= 0);
    }

    /// <summary>The file of each message that has arrived by now, once a recipient.</summary>
    public IEnumerable<string> MailFiles() => FilesIn("mail", "all", "new");

    /// <summary>
    /// Whether nobody is connected and all that was taken has arrived. Looked at in the order in which a message passes: the
    /// connection, the queue's two folders.
    /// </summary>
    public bool IsIdle
    {
        get
        {
            var log = Log;
            return Regex.Count(log, @"\]: connect from ", RegexOptions.None, Bound.Wait) == Regex.Count(log, @"\]: disconnect from ", RegexOptions.None, Bound.Wait)
                && !FilesIn("queue", "incoming").Any()
                && !FilesIn("queue", "active").Any();
        }
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private IEnumerable<string> FilesIn(params ReadOnlySpan<string> folder)
    {
        var path = Path.Combine([_root, .. folder]);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path) : [];
    }

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static void WriteCertificates(ServerFolder folder, TestCertificates certificates)
    {
        using var good = certificates.Issue(TestCertificates.ServerName, "127.0.0.1");
        using var other = certificates.Issue("mail.elsewhere.test");
        using var expired = certificates.IssueExpired(TestCertificates.ServerName);
        using var self = TestCertificates.SelfSign(TestCertificates.ServerName);
        folder.Write("postfix/good.pem", TestCertificates.ToPem(good));
        folder.Write("postfix/other.pem", TestCertificates.ToPem(other));
        folder.Write("postfix/expired.pem", TestCertificates.ToPem(expired));
        folder.Write("postfix/self.pem", TestCertificates.ToPem(self));
    }
}
