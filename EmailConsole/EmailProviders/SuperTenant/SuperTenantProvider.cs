using System.Globalization;
using EmailConsole.Deployment;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Keeps the last good settings in force over readings that are broken.</summary>
internal sealed partial class SuperTenantProvider : ISuperTenantProvider, IDisposable
{
    /// <summary>More would drown the log; the page shows all.</summary>
    private const int MaxLogged = 20;

    private readonly ILogger<SuperTenantProvider> _logger;
    private readonly Subscribers<SuperTenantProviderState> _subscribers = new();
    private readonly Lock _lock = new();
    private readonly OwnServerRule? _ownServer;
    private readonly IReadOnlyList<IDisposable> _subscriptions;
    private SuperTenantProviderState _current;

    public SuperTenantProvider(IDeploymentFile file, ILogger<SuperTenantProvider> logger, OwnServerRule? ownServer = null)
    {
        _logger = logger;
        _ownServer = ownServer;
        var first = file.Current;
        _current = Next(previous: null, first);
        Log(_current);
        _subscriptions = [file.Subscribe(snapshot => Take(snapshot)), .. ownServer?.Subscribe(() => Take(file.Current, isRead: true)) ?? []];

        // A reading between the two lines above
        if (file.Current is var newest && newest != first)
        {
            Take(newest);
        }
    }

    public SuperTenantProviderState Current => Volatile.Read(ref _current);

    public IDisposable Subscribe(Action<SuperTenantProviderState> changed) => _subscribers.Add(changed);

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    /// <param name="snapshot">Of the file.</param>
    /// <param name="isRead">
    /// It was read before the console listened where it listens now: it says the same, but where it names the console itself.
    /// </param>
    private void Take(DeploymentSnapshot snapshot, bool isRead = false)
    {
        SuperTenantProviderState next;
        lock (_lock)
        {
            next = Next(_current, snapshot);
            if (isRead && next.Diagnostics.SequenceEqual(_current.Diagnostics))
            {
                return;
            }

            Volatile.Write(ref _current, next);
        }

        Log(next);
        _subscribers.Tell(next, LogSubscriberFailed);
    }

    /// <summary>A fault of our own must neither stop the server nor hide that the newest reading is not in force.</summary>
    private SuperTenantProviderState Next(SuperTenantProviderState? previous, DeploymentSnapshot snapshot)
    {
        try
        {
            return Read(previous, snapshot);
        }
        catch (Exception e)
        {
            LogReadFailed(e);
            return new SuperTenantProviderState(
                previous?.InForce,
                previous?.InForceSince,
                previous?.Values ?? [],
                [new DeploymentDiagnostic(DeploymentSeverity.Error, 1, 1, Key: null, $"EmailConsole failed to read this file ({e.GetType().Name}); its log says more.")],
                snapshot.Path,
                snapshot.ReadAt,
                [])
            {
                Senders = previous?.Senders ?? PlatformSenders.OwnDomainsOnly,
                Standbys = previous?.Standbys ?? [],
            };
        }
    }

    private SuperTenantProviderState Read(SuperTenantProviderState? previous, DeploymentSnapshot snapshot)
    {
        var reading = SuperTenantReader.Read(snapshot, _ownServer);
        var lines = RedactedLines.Of(snapshot.Lines, snapshot.IsBroken);
        var isRefused = reading.Diagnostics.Any(d => d.Severity == DeploymentSeverity.Error && !EmailKeys.IsOfStandby(d.Key));
        var keepsValues = snapshot.IsBroken || (isRefused && previous?.InForce is not null);
        var next = new SuperTenantProviderState(
            previous?.InForce,
            previous?.InForceSince,
            keepsValues ? previous?.Values ?? [] : reading.Values,
            [.. reading.Diagnostics.Select(d => Presentable(d, lines))],
            snapshot.Path,
            snapshot.ReadAt,
            lines)
        {
            Rejected = isRefused ? reading.Values : [],
            Senders = previous?.Senders ?? PlatformSenders.OwnDomainsOnly,
            Standbys = snapshot.IsBroken ? previous?.Standbys ?? [] : [.. reading.Standbys.Select(s => StandbyOf(s, previous, lines))],
        };
        if (next.IsBroken)
        {
            return next;
        }

        next = next with { Senders = reading.Senders };

        if (reading.Provider is not { } provider)
        {
            return next with { InForce = null, InForceSince = null };
        }

        return IsSame(previous?.InForce, provider) ? next : next with { InForce = New(provider), InForceSince = snapshot.ReadAt };
    }

    /// <summary>One that has not changed keeps its version, whatever has of the others.</summary>
    private static SuperTenantStandby StandbyOf(StandbyReading reading, SuperTenantProviderState? previous, IReadOnlyList<string> lines)
    {
        var before = previous?.Standbys.FirstOrDefault(s => s.Id == reading.Id)?.Provider;
        var provider = reading.Provider is not { } read ? null
            : (IsSame(before, read) ? before! : New(read)) with { Id = reading.Id, Name = reading.Name };
        return new SuperTenantStandby(
            reading.Id, reading.Name, reading.Line, reading.IsEnabled, provider, reading.Values, [.. reading.Diagnostics.Select(d => Presentable(d, lines))]);
    }

    private static bool IsSame(ProviderInForce? before, SuperTenantSettings now) =>
        before is not null && before.Settings == now.Settings && before.Secrets == now.Secrets;

    private static ProviderInForce New(SuperTenantSettings settings) =>
        new(ProviderOrigin.SuperTenant, TenantDomain.SuperTenantId, Guid.NewGuid(), settings.Settings, settings.Secrets);

    /// <summary>
    /// Names in a message come from the file. A column behind what is shown of a line would say how long a secret is.
    /// </summary>
    private static DeploymentDiagnostic Presentable(DeploymentDiagnostic diagnostic, IReadOnlyList<string> lines) => diagnostic with
    {
        Message = string.Concat(diagnostic.Message.Select(c => char.IsControl(c) ? ' ' : c)),
        Column = diagnostic.Line > lines.Count ? diagnostic.Column : Math.Min(diagnostic.Column, Math.Max(1, VisibleLength(lines[diagnostic.Line - 1]))),
    };

    /// <summary>Up to the first bullet, in Unicode code points.</summary>
    private static int VisibleLength(string line)
    {
        var end = line.IndexOf('•', StringComparison.Ordinal);
        return (end < 0 ? line : line[..end]).EnumerateRunes().Count() + 1;
    }

    private void Log(SuperTenantProviderState state)
    {
        foreach (var diagnostic in state.Diagnostics.Where(d => !d.MayFollow).OrderByDescending(d => d.Severity).Take(MaxLogged))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{state.Path}({diagnostic.Line},{diagnostic.Column})");
            if (diagnostic.Severity == DeploymentSeverity.Error)
            {
                LogError(place, diagnostic.Message);
            }
            else
            {
                LogWarning(place, diagnostic.Message);
            }
        }

        foreach (var standby in state.Standbys.Where(s => s.Provider is null))
        {
            LogLeftOut(standby.Name, standby.Line);
        }

        if (state.IsBroken && state.InForceSince is { } since)
        {
            LogKept(since);
        }
        else if (state.IsBroken)
        {
            LogNone();
        }
    }
}
