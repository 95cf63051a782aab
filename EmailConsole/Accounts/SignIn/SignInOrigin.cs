using System.Net;

namespace EmailConsole.Accounts.SignIn;

/// <summary>From where somebody signs in.</summary>
/// <param name="Address">Null: not known.</param>
/// <param name="KnownAs">
/// By account, under what name this client has proved before that it is its owner's: a device that signed in, a credential that was
/// right within the day. What others do with the account's username does not lock such a client out.
/// </param>
internal sealed record SignInOrigin(IPAddress? Address, IReadOnlyDictionary<Guid, string> KnownAs)
{
    private static readonly Dictionary<Guid, string> Nobody = [];

    /// <summary>What the owner of an account is told about where an attempt came from.</summary>
    public string Place { get; private init; } = SignInThrottle.NetworkOf(Address);

    /// <summary>A client that nothing is known about.</summary>
    public static SignInOrigin Unknown(IPAddress? address) => new(address, Nobody);

    /// <summary>The owner of an account, who is signed in already.</summary>
    public static SignInOrigin Owner(Guid accountId) => new(null, new Dictionary<Guid, string> { [accountId] = "owner" }) { Place = "a page where you were signed in" };

    /// <summary>Where attempts at an account are counted.</summary>
    /// <param name="accountId">Null: the username is nobody's.</param>
    public SignInSource SourceFor(Guid? accountId) => accountId is { } id && KnownAs.TryGetValue(id, out var known)
        ? new SignInSource($"{id:N} {known}", IsKnown: true)
        : new SignInSource(SignInThrottle.NetworkOf(Address), IsKnown: false);
}

/// <summary>Whose attempts are counted together: a known client, or all others of a network.</summary>
/// <param name="Name">Of the client or the network.</param>
/// <param name="IsKnown">The client has proved to be the owner's before.</param>
internal sealed record SignInSource(string Name, bool IsKnown);
