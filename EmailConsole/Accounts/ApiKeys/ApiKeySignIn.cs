using System.Net;
using EmailConsole.Accounts.ApiKeys.Tokens;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.SmtpServing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>What came of a sign-in with a key as the password. A closed list.</summary>
internal abstract record ApiKeySignInResult
{
    private ApiKeySignInResult()
    {
    }

    public sealed record Good(RestCaller.Key Caller, string Prefix) : ApiKeySignInResult;

    /// <summary>Unknown, revoked, expired, another tenant's, or not for that: nobody is told which.</summary>
    public sealed record Wrong : ApiKeySignInResult;

    /// <summary>Wrong again, and too often.</summary>
    public sealed record TooMany : ApiKeySignInResult;
}

/// <summary>Signs in with a username and a key as its password, as programs do that know nothing else. What is wrong takes its time and is counted; what is right always passes.</summary>
internal sealed class ApiKeySignIn(
    ApiKeyCache cache, ApiKeyUses uses, ApiKeyRefusals refusals, TokenGuesses guesses, IDbContextFactory<EmailConsoleDb> contexts, IOptions<SignInLimits> limits, TimeProvider clock)
{
    /// <summary>What a program is told, whatever is wrong.</summary>
    public const string WrongReply = $"{WrongCode} The user name or the API key is wrong";

    private const string WrongCode = "535 5.7.8";
    private const string TooManyCode = "421 4.7.0";

    /// <param name="username">The tenant's domain, an address at it, the key's prefix, or any word that names no other tenant.</param>
    /// <param name="password">The key.</param>
    /// <param name="permission">What it is to be for.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ApiKeySignInResult> CheckAsync(
        string username, string password, RestPermission permission, IPAddress address, CancellationToken cancellationToken)
    {
        (Guid KeyId, string Why)? known = null;
        if (ApiKeyText.TryGetPrefix(password, out var prefix) && await cache.FindAsync(prefix, cancellationToken) is { } key && key.Is(password))
        {
            var why = !key.IsGoodAt(clock.GetUtcNow()) ? "The key has expired."
                : !key.Caller.May(permission) ? "The key is not for sending."
                : await NamesAnotherAsync(username, key.Caller, prefix, cancellationToken) ? "The user name is that of another tenant, or of another key."
                : null;
            if (why is null)
            {
                uses.Note(key.Caller.KeyId);
                return new ApiKeySignInResult.Good(key.Caller, prefix);
            }

            known = (key.Caller.KeyId, why);
        }

        var tooMany = guesses.Count(address, prefix ?? "") is not null;
        if (known is var (keyId, reason))
        {
            // Who has the key is told no more than anybody; its administrator is
            var (code, reply) = tooMany ? (TooManyCode, SmtpReply.TooManySignIns.Text) : (WrongCode, WrongReply);
            refusals.Note(keyId, RefusalCause.SignIn, code, reply, reason);
        }

        await Task.Delay(limits.Value.RefusalTakes, clock, cancellationToken);
        return tooMany ? new ApiKeySignInResult.TooMany() : new ApiKeySignInResult.Wrong();
    }

    /// <summary>Whether a key that was good is good still.</summary>
    public async ValueTask<bool> IsGoodAsync(ApiKeySignInResult.Good signedIn, RestPermission permission, CancellationToken cancellationToken) =>
        await cache.FindAsync(signedIn.Prefix, cancellationToken) is { } key
        && key.Caller.KeyId == signedIn.Caller.KeyId
        && key.IsGoodAt(clock.GetUtcNow())
        && key.Caller.May(permission);

    // A key in the settings of another tenant's program is a mistake that would send as the wrong one
    private async Task<bool> NamesAnotherAsync(string username, RestCaller.Key caller, string prefix, CancellationToken cancellationToken)
    {
        if (username.StartsWith(ApiKeyText.Start, StringComparison.Ordinal) && username.Length >= ApiKeyText.PrefixLength)
        {
            return !username.StartsWith(prefix, StringComparison.Ordinal);
        }

        var name = username[(username.LastIndexOf('@') + 1)..];
        if (!TenantDomain.TryParse(name, out var domain, out _) || domain == caller.TenantDomain)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Tenant>().AnyAsync(t => t.Domain == domain, cancellationToken);
    }
}
