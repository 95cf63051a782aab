using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>What every lane works with.</summary>
/// <param name="SwitchAfter">How long a message waits for a provider before it leaves by the next one.</param>
/// <param name="Elsewhere">Told of a tenant whose provider's channel is another node's: its lane is to be unloaded here.</param>
internal sealed record LaneParts(
    IOutboxStore Outbox,
    IEffectiveProvider Providers,
    IChannelActivation Channels,
    LaneMemory Memory,
    WithdrawnEmails Withdrawn,
    Action<Guid> Elsewhere,
    Func<EmailPriority, TimeSpan> SwitchAfter,
    TimeProvider Clock,
    ILogger<Lane> Logger);

/// <summary>What a lane asks others, outside its lock: the database for messages, and who its provider is.</summary>
/// <param name="lane">Who asks.</param>
/// <param name="parts">Whom.</param>
/// <param name="held">Of the lane.</param>
/// <param name="reading">Of the lane.</param>
/// <param name="provider">Of the lane.</param>
/// <param name="alarm">Of the lane.</param>
/// <param name="change">Does something with these under the lane's lock, and then what follows from it.</param>
internal sealed partial class LaneQueries(
    Lane lane, LaneParts parts, HeldEmails held, LaneReading reading, LaneProvider provider, LaneAlarm alarm, Action<Action> change)
{
    /// <summary>Contents that are decrypted at a time, and their bytes, unless one alone has more.</summary>
    private const int Step = 32;
    private const long StepBytes = 1024 * 1024;

    /// <summary>Asks the database until there is nothing to ask.</summary>
    public async Task ReadAsync(LaneRead? read, CancellationToken cancellationToken)
    {
        try
        {
            while (read is not null)
            {
                await AskAsync(read, cancellationToken);
                change(() => read = provider.IsStopped ? reading.Stop() : reading.Next());
            }
        }
        catch (Exception e)
        {
            // A database that takes nothing is the writer's to tell, once for all
            if (e is not OutboxUnavailableException && !cancellationToken.IsCancellationRequested)
            {
                LogCannotRead(parts.Logger, e, lane.TenantId);
            }

            change(reading.Fail);
        }
    }

    /// <summary>Finds out the providers of the route and opens their channels.</summary>
    public async Task FindProviderAsync(LanePosition.Searching search, CancellationToken cancellationToken)
    {
        try
        {
            var inForce = await parts.Providers.ResolveAsync(lane.TenantId, cancellationToken) as ProviderResolution.InForce;
            var route = inForce?.Route ?? [];
            List<RouteStop> stops = [];
            for (var place = 0; place < route.Count; place++)
            {
                if (await parts.Channels.OpenAsync(route[place], RouteHome.PlaceOf(route, place), cancellationToken) is { } channel)
                {
                    stops.Add(new RouteStop(route[place], channel));
                }
                else if (route[place].Id == RouteHome.Of(route))
                {
                    parts.Elsewhere(lane.TenantId);
                    return;
                }
                else
                {
                    // The node on which the lane was is about to give it back. Meanwhile nothing leaves by the others: it may be the first
                    change(() => provider.Fail(search));
                    return;
                }
            }

            change(() => provider.Found(
                search, inForce is null ? null : new LaneRoute(stops, parts.SwitchAfter, parts.Clock) { SwitchesAfterUnknown = inForce.SwitchesAfterUnknown }));
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogNoProvider(parts.Logger, e, lane.TenantId);
            }

            change(() => provider.Fail(search));
        }
    }

    private async Task AskAsync(LaneRead read, CancellationToken cancellationToken)
    {
        switch (read)
        {
            case LaneRead.Expire expire:
                await parts.Outbox.ExpireAsync(expire.Ids, lane.WhyWaiting);
                change(() => held.End(expire.Ids));
                break;
            case LaneRead.Due due:
                await ReadDueAsync(due, cancellationToken);
                break;
            case LaneRead.NextDue nextDue:
                if (await parts.Outbox.FindNextDueAsync(lane.TenantId, nextDue.After, cancellationToken) is { } next)
                {
                    change(() => alarm.RingBy(next));
                }

                break;
        }
    }

    private async Task ReadDueAsync(LaneRead.Due read, CancellationToken cancellationToken)
    {
        var found = await parts.Outbox.TakeDueAsync(
            lane.TenantId, read.Priority, read.Max, parts.Clock.GetUtcNow(), read.Holding, read.NotStayingAt, cancellationToken);
        var hasRoom = true;
        for (var done = 0; done < found.Count && hasRoom;)
        {
            var loaded = await parts.Outbox.LoadContentAsync(NextStep(found, done), cancellationToken);
            done += loaded.Count;
            change(() =>
            {
                foreach (var email in loaded.Where(e => !provider.IsStopped && !read.Skip.Contains(e.Waiting.Id)))
                {
                    hasRoom &= held.TryAdd(email);
                }
            });
        }

        change(() => reading.End(read, sawAll: hasRoom && found.Count < read.Max));
    }

    private static List<WaitingEmail> NextStep(IReadOnlyList<WaitingEmail> found, int from)
    {
        var bytes = 0L;
        return [.. found.Skip(from).Take(Step).TakeWhile((email, i) => (bytes += email.Size) <= StepBytes || i == 0)];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider in force for tenant {TenantId} cannot be found out; it is tried again.")]
    private static partial void LogNoProvider(ILogger logger, Exception exception, Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The waiting messages of tenant {TenantId} cannot be read or ended; it is tried again.")]
    private static partial void LogCannotRead(ILogger logger, Exception exception, Guid tenantId);
}
