using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>
/// Callers that each hand over one message after another, and the same again until it is accepted, whatever
/// happens to the console meanwhile; where there are several, at the next one.
/// </summary>
/// <param name="taken">How many messages have come to where the consoles send them.</param>
internal abstract class KillLoad(Func<int> taken) : IDisposable
{
    private const int Callers = 8;
    private const int Ahead = 300;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<int, Guid> _accepted = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _callers = Task.CompletedTask;
    private int _numbers;

    /// <summary>The numbers that were accepted, each with its id.</summary>
    public IReadOnlyDictionary<int, Guid> Accepted => _accepted;

    public void Start() => _callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))));

    /// <summary>Ends when everything posted is accepted.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _callers.WaitAsync(Bound.Wait * 3);
    }

    public virtual void Dispose() => _stop.Dispose();

    /// <returns>Null: the console died before it answered, cannot now, does not answer, or does not listen.</returns>
    protected abstract Task<Guid?> HandOverAsync(int number, int console);

    private async Task CallAsync(int console)
    {
        using var poll = new PeriodicTimer(Again);
        while (!_stop.IsCancellationRequested)
        {
            // The queue is kept filled, and from growing without end
            if (_accepted.Count - taken() < Ahead)
            {
                console = await AcceptAsync(Interlocked.Increment(ref _numbers), console, poll);
            }
            else
            {
                await poll.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    /// <returns>The console that took it.</returns>
    private async Task<int> AcceptAsync(int number, int console, PeriodicTimer poll)
    {
        while (true)
        {
            if (await HandOverAsync(number, console) is { } id)
            {
                _accepted.TryAdd(number, id);
                return console;
            }

            console++;
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

/// <summary>By HTTP, under an Idempotency-Key for each message.</summary>
internal sealed class HttpKillLoad(IReadOnlyList<Uri> consoles, string key, Func<int> taken) : KillLoad(taken)
{
    // One that stands still is left for another one
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _name = Guid.NewGuid().ToString("N");

    public override void Dispose()
    {
        base.Dispose();
        _http.Dispose();
    }

    protected override async Task<Guid?> HandOverAsync(int number, int console)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(consoles[console % consoles.Count], "t/carbon.super/api/v1/emails"))
        {
            Content = new StringContent(
                $$"""{"to":["someone@{{MailAccount.Domain}}"],"subject":"Code {{number}}","text":"Your code is {{number}}."}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"));
        try
        {
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
            }

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"Message {number} was answered {response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or SocketException)
        {
            // Again; killed just now, its socket knows nobody any more
        }

        return null;
    }
}

/// <summary>By SMTP: what was not answered comes again octet by octet.</summary>
/// <param name="port">Of the console, on loopback and without TLS.</param>
/// <param name="key">Its super tenant's.</param>
/// <param name="sender">Its From Address.</param>
/// <param name="taken">As of any load.</param>
internal sealed class SmtpKillLoad(int port, string key, string sender, Func<int> taken) : KillLoad(taken)
{
    private const string Queued = "2.0.0 queued as ";

    protected override async Task<Guid?> HandOverAsync(int number, int console)
    {
        using var client = new SmtpClient { Timeout = 5_000 };
        using var message = new MimeMessage
        {
            Subject = $"Code {number}",
            MessageId = $"code-{number}@{MailAccount.Domain}",
            Date = DateTimeOffset.UnixEpoch,
            Body = new TextPart("plain") { Text = $"Your code is {number}." },
        };
        message.From.Add(new MailboxAddress("", sender));
        message.To.Add(new MailboxAddress("", $"someone@{MailAccount.Domain}"));
        try
        {
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
            await client.AuthenticateAsync("carbon.super", key);
            var answer = await client.SendAsync(message);
            Assert.StartsWith(Queued, answer, StringComparison.Ordinal);
            return Guid.ParseExact(answer[Queued.Length..], "D");
        }
        catch (SmtpCommandException e)
        {
            Assert.True((int)e.StatusCode < 500, $"Message {number} was answered {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or OperationCanceledException or TimeoutException)
        {
            // Again
        }

        return null;
    }
}
