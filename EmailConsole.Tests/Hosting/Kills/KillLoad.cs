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
/// happens to the console meanwhile.
/// </summary>
internal sealed class KillLoad(Uri console, string key, Func<int> taken) : IDisposable
{
    private const int Callers = 8;
    private const int Ahead = 300;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { BaseAddress = console };
    private readonly ConcurrentDictionary<int, Guid> _accepted = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _callers = Task.CompletedTask;
    private int _numbers;

    /// <summary>The numbers that were answered 202, each with its id.</summary>
    public IReadOnlyDictionary<int, Guid> Accepted => _accepted;

    public void Start() => _callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));

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

    private async Task CallAsync()
    {
        using var poll = new PeriodicTimer(Again);
        while (!_stop.IsCancellationRequested)
        {
            // The queue is kept filled, and from growing without end
            if (_accepted.Count - taken() < Ahead)
            {
                await AcceptAsync(Interlocked.Increment(ref _numbers), poll);
            }
            else
            {
                await poll.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task AcceptAsync(int number, PeriodicTimer poll)
    {
        while (await PostAsync(number) is var status && status != HttpStatusCode.Accepted)
        {
            Assert.True(status is null or HttpStatusCode.ServiceUnavailable, $"Message {number} was answered {status}.");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <returns>No status: the console died before it answered, or does not listen.</returns>
    private async Task<HttpStatusCode?> PostAsync(int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "t/carbon.super/api/v1/emails")
        {
            Content = new StringContent(
                $$"""{"to":["someone@{{MailAccount.Domain}}"],"subject":"Code {{number}}","text":"Your code is {{number}}."}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", number.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                _accepted.TryAdd(number, (await response.ReadJsonAsync()).GetProperty("id").GetGuid());
            }

            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
