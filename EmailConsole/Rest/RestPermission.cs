namespace EmailConsole.Rest;

/// <summary>What an endpoint of <c>/api/v1</c> asks for in the tenant of its route.</summary>
public enum RestPermission
{
    /// <summary>Any credential of the tenant.</summary>
    Any = 0,

    /// <summary>Read messages: administrators, operators, keys with the scope <i>view</i>.</summary>
    View = 1,

    /// <summary>Hand messages over: administrators, keys with the scope <i>send</i>.</summary>
    Send = 2,

    /// <summary>Cancel, resend and retry, have the provider tried: administrators, operators, keys with the scope <i>send</i>.</summary>
    Operate = 3,

    /// <summary>Change the tenant: an administrator's Basic credential; no key.</summary>
    Administer = 4,
}

/// <summary>Metadata of an endpoint: what it asks for, for its description.</summary>
internal sealed record RestPermissionMark(RestPermission Permission);
