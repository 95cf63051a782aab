using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>One SMTP connection: takes every message and drops it. Offers PIPELINING and CHUNKING; with a certificate STARTTLS and AUTH.</summary>
internal sealed class ReceiverSession(
    Stream stream, X509Certificate2? certificate, Hang hang, TimeSpan finalReplyAfter, bool readsIds, Action<string?> taken)
{
    /// <summary>A recipient that is refused.</summary>
    public const string Refused = "refused";

    /// <summary>A recipient at whose sight the connection is closed.</summary>
    public const string Dropped = "dropped";

    private const string IdHeader = "Message-Id: ";

    private ReceiverChannel _channel = new(stream);
    private bool _hasSender;
    private bool _hasRecipient;
    private string? _id;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (hang == Hang.OnceConnected)
        {
            await _channel.FallSilentAsync(cancellationToken);
            return;
        }

        _channel.Reply("220 receiver.example ESMTP");
        if (hang == Hang.AfterGreeting)
        {
            await _channel.FallSilentAsync(cancellationToken);
            return;
        }

        while (await _channel.ReadLineAsync(cancellationToken) is { } line && await AnswerAsync(line, cancellationToken))
        {
        }
    }

    /// <returns>False: this was the last command.</returns>
    private async Task<bool> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ');
        switch (words[0].ToUpperInvariant())
        {
            case "EHLO":
                Greet();
                return true;
            case "STARTTLS" when certificate is not null:
                await EncryptAsync(certificate, cancellationToken);
                return true;
            case "AUTH":
                _channel.Reply("235 2.7.0 ok");
                return true;
            case "MAIL":
                (_hasSender, _hasRecipient) = (true, false);
                _channel.Reply("250 2.1.0 ok");
                return true;
            case "RCPT":
                return Admit(line);
            case "DATA" when !_hasRecipient:
                _channel.Reply("503 5.5.1 nobody to deliver to");
                return true;
            case "DATA":
                _channel.Reply("354 go on");
                return await TakeLinesAsync(cancellationToken) && await TakenAsync(cancellationToken);
            case "BDAT":
                return await TakeBytesAsync(int.Parse(words[1], CultureInfo.InvariantCulture), cancellationToken) && await TakenAsync(cancellationToken);
            case "QUIT":
                _channel.Reply("221 2.0.0 bye");
                await _channel.FlushAsync(cancellationToken);
                return false;
            default:
                _channel.Reply("250 2.0.0 ok");
                return true;
        }
    }

    /// <returns>False: nothing more is said.</returns>
    private bool Admit(string line)
    {
        if (line.Contains(Dropped, StringComparison.Ordinal))
        {
            return false;
        }

        var isRefused = line.Contains(Refused, StringComparison.Ordinal);
        _hasRecipient |= _hasSender && !isRefused;
        _channel.Reply(isRefused ? "550 5.1.1 nobody of that name" : "250 2.1.5 ok");
        return true;
    }

    private void Greet()
    {
        _channel.Reply("250-receiver.example");
        _channel.Reply("250-PIPELINING");
        _channel.Reply("250-8BITMIME");
        _channel.Reply("250-SIZE 10000000");
        _channel.Reply("250-ENHANCEDSTATUSCODES");
        if (certificate is not null)
        {
            _channel.Reply(_channel.Stream is SslStream ? "250-AUTH PLAIN" : "250-STARTTLS");
        }

        _channel.Reply("250 CHUNKING");
    }

    private async Task EncryptAsync(X509Certificate2 own, CancellationToken cancellationToken)
    {
        _channel.Reply("220 2.0.0 go ahead");
        await _channel.FlushAsync(cancellationToken);
        var encrypted = new SslStream(_channel.Stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = own }, cancellationToken);
        _channel = new ReceiverChannel(encrypted);
    }

    private async Task<bool> TakeLinesAsync(CancellationToken cancellationToken)
    {
        string? line;
        while ((line = await _channel.ReadLineAsync(cancellationToken)) is not (null or "."))
        {
            if (readsIds && line.StartsWith(IdHeader, StringComparison.OrdinalIgnoreCase))
            {
                _id = line[IdHeader.Length..];
            }
        }

        return line is not null;
    }

    private async Task<bool> TakeBytesAsync(int bytes, CancellationToken cancellationToken)
    {
        if (!readsIds)
        {
            return await _channel.SkipAsync(bytes, cancellationToken);
        }

        if (await _channel.ReadAsync(bytes, cancellationToken) is not { } content)
        {
            return false;
        }

        _id = Encoding.Latin1.GetString(content).Split("\r\n").FirstOrDefault(l => l.StartsWith(IdHeader, StringComparison.OrdinalIgnoreCase))?[IdHeader.Length..];
        return true;
    }

    private async Task<bool> TakenAsync(CancellationToken cancellationToken)
    {
        if (!_hasRecipient)
        {
            _channel.Reply("503 5.5.1 MAIL and RCPT first");
            return true;
        }

        (_hasSender, _hasRecipient) = (false, false);
        if (hang == Hang.AfterContent)
        {
            await _channel.FallSilentAsync(cancellationToken);
            return false;
        }

        if (finalReplyAfter > TimeSpan.Zero)
        {
            await Task.Delay(finalReplyAfter, cancellationToken);
        }

        taken(_id);
        _channel.Reply("250 2.0.0 ok");
        return true;
    }
}
