using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary>
/// Callers that each post one message after another, and again under the same Idempotency-Key until it is accepted, whatever
/// happens to the console meanwhile; where there are several, at the next one.
/// </summary>
internal sealed class KillLoad(IReadOnlyList<Uri> consoles, string key, Func<int> taken) : IDisposable
{
    private const int Callers = 8;
    private const int Ahead = 300;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    // One that stands still is left for another one
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<int, Guid> _accepted = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _callers = Task.CompletedTask;
    private int _numbers;

    /// <summary>The numbers that were answered 202, each with its id.</summary>
    public IReadOnlyDictionary<int, Guid> Accepted => _accepted;

    public void Start() => _callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))));

    /// <summary>Ends when everything posted is accepted.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _callers.WaitAsync(Bound.Wait * 3);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _http.Dispose();
    }

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
        while (await PostAsync(number, consoles[console % consoles.Count]) is var status && status != HttpStatusCode.Accepted)
        {
            Assert.True(status is null or HttpStatusCode.ServiceUnavailable, $"Message {number} was answered {status}.");
            console++;
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }

        return console;
    }

    /// <returns>No status: the console died before it answered, does not answer, or does not listen.</returns>
    private async Task<HttpStatusCode?> PostAsync(int number, Uri console)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console, "t/carbon.super/api/v1/emails"))
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
                _accepted.TryAdd(number, (await response.ReadJsonAsync()).GetProperty("id").GetGuid());
            }

            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
