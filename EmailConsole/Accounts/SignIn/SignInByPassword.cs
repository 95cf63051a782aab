using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Checks a username and a password. Neither the answer nor its time tells which of the two was wrong.</summary>
internal sealed partial class SignInByPassword(
    IServiceScopeFactory scopes,
    PasswordCheck passwords,
    IOptions<SignInLimits> limits,
    TimeProvider time,
    ILogger<SignInByPassword> logger)
{
    public async Task<SignInOutcome> HandleAsync(
        string? username, string? password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = await CheckAsync(username, password ?? "", origin, cancellationToken);
        if (outcome is SignInOutcome.Accepted)
        {
            return outcome;
        }

        LogRefused(SignInThrottle.NetworkOf(origin.Address), outcome.GetType().Name);
        var rest = limits.Value.RefusalTakes - time.GetElapsedTime(started);
        if (outcome is not SignInOutcome.TooMany && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        return outcome;
    }

    private async Task<SignInOutcome> CheckAsync(
        string? username, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        await using var scope = new AccountScope(scopes);
        var name = scope.Users.NormalizeName(
            SignInName.TryParse(username, out var parsed) ? parsed.FullName : Shorten(username));
        var account = parsed is null ? null : await scope.Db.Set<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.NormalizedUserName == name, cancellationToken);
        return await passwords.CheckAsync(
            scope, account, name, password, origin, found => IsActiveAsync(scope, found, cancellationToken), cancellationToken);
    }

    private static async Task<bool> IsActiveAsync(AccountScope scope, Account account, CancellationToken cancellationToken) =>
        account.IsActive && await scope.Db.Set<Tenant>().AnyAsync(t => t.Id == account.TenantId && t.IsActive, cancellationToken);

    private static string Shorten(string? username)
    {
        var text = (username ?? "").Trim();
        return text.Length <= SignInName.MaxLength ? text : text[..SignInName.MaxLength];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in from {Network} was not accepted: {Outcome}.")]
    private partial void LogRefused(string network, string outcome);
}
