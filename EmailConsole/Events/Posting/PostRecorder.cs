using System.Threading.Channels;
using EmailConsole.Events.Endpoints;
using EmailConsole.Persistence;

namespace EmailConsole.Events.Posting;

/// <summary>Writes what came of attempts, many at a time and however long the database takes, and tells of the endpoints that were paused by it.</summary>
internal sealed partial class PostRecorder(
    DeliveryRows rows, EndpointDirectory directory, IEnumerable<IEndpointPaused> listeners, TimeProvider clock, ILogger<PostRecorder> logger)
{
    private const int MostTogether = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<PostResult> _results = Channel.CreateUnbounded<PostResult>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Thread-safe.</summary>
    public void Add(PostResult result) => _results.Writer.TryWrite(result);

    /// <summary>Nothing more is added.</summary>
    public void Complete() => _results.Writer.TryComplete();

    /// <summary>Ends when all is written that was added until <see cref="Complete"/>.</summary>
    /// <param name="recorded">Told of each when it is written, or cannot be.</param>
    /// <param name="stoppingToken">From then on what the database does not take is tried once only.</param>
    public async Task RunAsync(Action<IReadOnlyList<PostResult>> recorded, CancellationToken stoppingToken)
    {
        while (await _results.Reader.WaitToReadAsync(CancellationToken.None))
        {
            List<PostResult> gathered = [];
            while (gathered.Count < MostTogether && _results.Reader.TryRead(out var result))
            {
                gathered.Add(result);
            }

            await RecordAsync(gathered, stoppingToken);
            recorded(gathered);
        }
    }

    private async Task RecordAsync(List<PostResult> results, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await TellAsync(await rows.RecordAsync(results, CancellationToken.None), stoppingToken);
                return;
            }
            catch (Exception e)
            {
                LogNotRecorded(e);
                if (stoppingToken.IsCancellationRequested || !DatabaseFaults.IsCauseOf(e))
                {
                    return;
                }

                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<PausedEndpoint> paused, CancellationToken cancellationToken)
    {
        foreach (var endpoint in paused)
        {
            LogPaused(endpoint.EndpointId, endpoint.TenantId, endpoint.Why);
            await directory.ReadAsync(endpoint.TenantId, cancellationToken);
            foreach (var listener in listeners)
            {
                await listener.PausedAsync(endpoint, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What receivers of webhooks have answered could not be recorded.")]
    private partial void LogNotRecorded(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook endpoint {Id} of tenant {TenantId} was paused: {Why}.")]
    private partial void LogPaused(Guid id, Guid tenantId, PauseReason why);
}
