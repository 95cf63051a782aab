using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>A provider by which a lane's messages may leave. Guarded by the lane.</summary>
internal sealed class RouteStop(ProviderInForce provider, ISendingChannel channel)
{
    public ProviderInForce Provider => provider;

    public ISendingChannel Channel => channel;

    /// <summary>Whether the lane stands in the channel's ring.</summary>
    public bool IsOffered { get; set; }
}

/// <summary>
/// The providers of a lane in their order, and which of them may have a message now: the first that can be used, and those before it that
/// cannot, whose channels ask for one message when they try again. Not thread-safe: guarded by the lane.
/// </summary>
internal sealed class LaneRoute(IReadOnlyList<RouteStop> stops, Func<EmailPriority, TimeSpan> switchAfter, TimeProvider clock)
{
    public IReadOnlyList<RouteStop> Stops => stops;

    public bool HasStandby => stops.Count > 1;

    /// <inheritdoc cref="ProviderResolution.InForce.SwitchesAfterUnknown"/>
    public bool SwitchesAfterUnknown { get; init; }

    public RouteStop? Find(ProviderId provider) => stops.FirstOrDefault(s => s.Provider.Id == provider);

    /// <summary>Whether the message may leave by that one, as things stand.</summary>
    public bool Allows(WaitingEmail email, RouteStop stop)
    {
        var (first, last) = RangeOf(email);
        var place = PlaceOf(stop.Provider.Id.Value);
        return place >= first && place <= last;
    }

    /// <summary>The next message that may leave by that one. Where it was the last of these, the lane has left the channel's ring.</summary>
    /// <param name="held">The lane's messages.</param>
    /// <param name="stop">Whose channel asks.</param>
    public ReadyEmail? Take(HeldEmails held, RouteStop stop)
    {
        Func<WaitingEmail, bool>? which = HasStandby ? email => Allows(email, stop) : null;
        var email = held.Take(clock.GetUtcNow(), which);
        stop.IsOffered = email is not null && (which is null ? held.Ready > 0 : held.ReadyEmails.Any(which));
        return email;
    }

    /// <param name="email">That was taken.</param>
    /// <param name="stop">By which it goes.</param>
    /// <param name="node">As which node.</param>
    public Dispatch DispatchOf(ReadyEmail email, RouteStop stop, Guid node) => new(email, stop.Provider, HasMore: stop.IsOffered, node)
    {
        HasNext = HasNext(email.Waiting, stop),
        HasOther = HasOther(email.Waiting),
        HasStandby = HasNext(stop),
        SwitchesAfterUnknown = Switches(email.Waiting),
    };

    /// <summary>Why what waits cannot leave; null: nothing is known to hinder it.</summary>
    public Hindrance? WhyFailing(Guid tenantId) => stops.Select(s => (s.Provider.OwnerTenantId, s.Channel.LastFailure))
        .Where(s => s.LastFailure is not null)
        .Select(s => new Hindrance(InheritedFailure.ReplyFor(s.LastFailure!, s.OwnerTenantId, tenantId), FailureCause.Of(s.LastFailure!)))
        .FirstOrDefault();

    /// <summary>Whether another one stands behind it that may take the message where this one has certainly not.</summary>
    public bool HasNext(WaitingEmail email, RouteStop stop) => (email.Route.Step != RouteStep.Stay || Switches(email)) && HasNext(stop);

    /// <summary>Whether it may go on although the one before may have it.</summary>
    public bool Switches(WaitingEmail email) => SwitchesAfterUnknown && email.Priority == EmailPriority.High;

    /// <summary>Whether its next attempt may be made at another one.</summary>
    public bool HasOther(WaitingEmail email) =>
        HasStandby && !(email.Route is { Step: RouteStep.Stay, From: { } provider } && !Switches(email) && PlaceOf(provider) >= 0);

    /// <summary>Whether another one stands behind it.</summary>
    public bool HasNext(RouteStop stop) => PlaceOf(stop.Provider.Id.Value) < stops.Count - 1;

    /// <summary>Those that may have one of the messages now.</summary>
    public IEnumerable<RouteStop> For(IEnumerable<WaitingEmail> emails)
    {
        var (first, last) = (stops.Count, -1);
        foreach (var email in emails)
        {
            var range = RangeOf(email);
            (first, last) = (Math.Min(first, range.First), Math.Max(last, range.Last));
            if (first == 0 && last == stops.Count - 1)
            {
                break;
            }
        }

        return stops.Where((_, place) => place >= first && place <= last);
    }

    private (int First, int Last) RangeOf(WaitingEmail email)
    {
        var from = email.Route.From is { } provider ? PlaceOf(provider) : -1;
        if (from >= 0 && email.Route.Step == RouteStep.Stay && !Switches(email))
        {
            return (from, from);
        }

        // Behind the last one it begins again, and where those behind take nothing for longer than it waits
        var patience = switchAfter(email.Priority);
        var next = from >= 0 && from < stops.Count - 1 ? from + 1 : 0;
        var first = clock.GetUtcNow() - email.DueAt > patience ? 0 : next;
        var last = next;
        while (last < stops.Count - 1 && !stops[last].Channel.Standing.IsUsable(patience, clock))
        {
            last++;
        }

        return (first, last);
    }

    private int PlaceOf(Guid provider)
    {
        for (var place = 0; place < stops.Count; place++)
        {
            if (stops[place].Provider.Id.Value == provider)
            {
                return place;
            }
        }

        return -1;
    }
}
