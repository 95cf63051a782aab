using System.Collections.Concurrent;
using System.Net;
using EmailConsole.Accounts.SignIn;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>
/// Checks the credential of a request: the password at most once a minute, the account at every request. Requests that
/// bring the same credential while it is being checked wait for that one check.
/// </summary>
internal sealed class BasicSignIn(SignInByPassword signIn, VerifiedCredentials verified, BasicActorSource actors)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<BasicOutcome>>> _checks = new(StringComparer.Ordinal);

    public async Task<BasicOutcome> HandleAsync(BasicCredential credential, IPAddress? address, CancellationToken cancellationToken)
    {
        var key = verified.KeyOf(credential);
        if (verified.Find(key) is { } known)
        {
            if (await actors.FindAsync(known, cancellationToken) is { } actor)
            {
                return new BasicOutcome.Accepted(known, actor);
            }

            verified.Forget(key);
        }

        // Not cancelled with the first of those who wait for it
        var check = _checks.GetOrAdd(key, _ => new Lazy<Task<BasicOutcome>>(() => CheckAsync(key, credential, address)));
        return await check.Value.WaitAsync(cancellationToken);
    }

    private async Task<BasicOutcome> CheckAsync(string key, BasicCredential credential, IPAddress? address)
    {
        try
        {
            switch (await signIn.HandleAsync(credential.Username, credential.Password, OriginOf(key, address), CancellationToken.None))
            {
                case SignInOutcome.Accepted { Account: var account }:
                    var found = new VerifiedAccount(account.Id, account.SecurityStamp ?? "");
                    if (await actors.FindAsync(found, CancellationToken.None) is not { } actor)
                    {
                        return new BasicOutcome.Refused();
                    }

                    verified.Remember(key, found);
                    return new BasicOutcome.Accepted(found, actor);
                case SignInOutcome.LockedOut locked:
                    return new BasicOutcome.TooMany(locked.Remaining);
                case SignInOutcome.TooMany tooMany:
                    return new BasicOutcome.TooMany(tooMany.RetryAfter);
                default:
                    return new BasicOutcome.Refused();
            }
        }
        finally
        {
            _checks.TryRemove(key, out _);
        }
    }

    private SignInOrigin OriginOf(string key, IPAddress? address) => verified.FindKnown(key) is { } known
        ? new SignInOrigin(address, new Dictionary<Guid, string> { [known.AccountId] = key })
        : SignInOrigin.Unknown(address);
}
