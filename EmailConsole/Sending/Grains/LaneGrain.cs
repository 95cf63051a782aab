using EmailConsole.Persistence;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Sending.Grains;

/// <summary>A tenant's lane: where it is loaded, and how long. Its key is the tenant's id. Messages never pass through it.</summary>
[Alias("EmailConsole.Outbox.ILaneGrain")]
internal interface ILaneGrain : IGrainWithGuidKey
{
    /// <returns>False: there is no such tenant, it is not active, or the console stops.</returns>
    [Alias("Load")]
    Task<bool> LoadAsync();

    /// <summary>Nothing more leaves from here on.</summary>
    [Alias("Unload")]
    Task UnloadAsync();
}

/// <summary>
/// Owns the life of a lane, not its work: the lane is a plain object that others call without a turn of the grain. Looks from
/// time to time whether it is idle; what Orleans itself sees of the grain says nothing about that.
/// </summary>
[KeepAlive]
internal sealed partial class LaneGrain(
    LaneSet lanes, LaneWakes wakes, IDbContextFactory<EmailConsoleDb> contexts, TenantLoading loading, ILogger<LaneGrain> logger)
    : Grain, ILaneGrain
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private Lane? _lane;
    private string _domain = "";

    public async Task<bool> LoadAsync()
    {
        if (_lane is { IsStopped: false })
        {
            return true;
        }

        await using var db = await contexts.CreateDbContextAsync();
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == this.GetPrimaryKey());
        _lane = tenant is { IsActive: true } ? lanes.Open(tenant.Id) : null;
        if (_lane is null)
        {
            DeactivateOnIdle();
            return false;
        }

        _domain = tenant!.Domain;
        LogLoaded(_domain);
        return true;
    }

    public Task UnloadAsync()
    {
        Unload();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(UnloadIfIdleAsync, new GrainTimerCreationOptions(Look, Look) { Interleave = false });
        return base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Unload();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private Task UnloadIfIdleAsync()
    {
        var settings = loading.Current;
        if (_lane is { } lane && !settings.Eager.Includes(_domain) && lane.IsIdleFor(settings.IdleTimeout))
        {
            if (Unload())
            {
                // It was given something after it was seen to be idle
                wakes.Wake(lane.TenantId);
            }

            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    /// <returns>Whether messages waited in it.</returns>
    private bool Unload()
    {
        var letGo = false;
        if (_lane is { IsStopped: false } lane)
        {
            letGo = lane.Stop();
            LogUnloaded(_domain);
        }

        _lane = null;
        return letGo;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is loaded.")]
    private partial void LogLoaded(string domain);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is unloaded.")]
    private partial void LogUnloaded(string domain);
}
