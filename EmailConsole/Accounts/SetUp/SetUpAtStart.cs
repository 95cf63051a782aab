using EmailConsole.Deployment;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SetUp;

/// <summary>
/// While no administrator of the super tenant has a password: creates one from <c>[super_admin]</c>, or offers a link,
/// and another each time one runs out.
/// </summary>
internal sealed partial class SetUpAtStart(
    IDbContextFactory<EmailConsoleDb> contexts,
    FirstAdministrator administrator,
    SetUpToken token,
    ISetUpAnnouncement announcement,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<SetUpAtStart> logger) : BackgroundService
{
    // Somebody may use the link at another node
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await IsNeededAsync(stoppingToken) || await CreateFromFileAsync(stoppingToken))
        {
            announcement.Withdraw();
            return;
        }

        // The link names the address that is listened on
        await StartedAsync(stoppingToken);
        while (await IsNeededAsync(stoppingToken))
        {
            var link = new Uri(SetUpAddress.BaseOf(configuration, services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()),
                $"set-up?token={token.Renew()}");
            await announcement.AnnounceAsync(link, time.GetUtcNow() + SetUpToken.Lifetime, stoppingToken);
            for (var until = time.GetUtcNow() + SetUpToken.Lifetime; token.IsOffered && time.GetUtcNow() < until && await IsStillNeededAsync(stoppingToken);)
            {
                await Task.Delay(Look, time, stoppingToken);
            }
        }

        token.End();
        announcement.Withdraw();
    }

    private async Task<bool> IsStillNeededAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsNeededAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            return true;
        }
    }

    private async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SetUpNeed.IsNeededAsync(db, cancellationToken);
    }

    private async Task<bool> CreateFromFileAsync(CancellationToken cancellationToken)
    {
        var settings = SetUpSettings.Read(services.GetService<IDeploymentFile>()?.Current);
        if (settings.Password is null)
        {
            return false;
        }

        switch (await administrator.CreateAsync(settings.Username, settings.Password, cancellationToken))
        {
            case SetUpResult.Created created:
                LogCreated(created.Account.UserName!);
                return true;
            case SetUpResult.Invalid invalid:
                LogInvalid(invalid.Field == "Password" ? "password" : "username", invalid.Message);
                return false;
            default:
                return true;
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Created the super administrator {Username} with the password of [super_admin] in deployment.toml. The password there is not used again: remove it.")]
    private partial void LogCreated(string username);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "[super_admin] {Key} in deployment.toml cannot be used: {Reason} A set-up link is offered instead.")]
    private partial void LogInvalid(string key, string reason);
}
