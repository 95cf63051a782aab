namespace EmailConsole.Tests.Servers;

/// <summary>The registered applications; all share <see cref="OAuthServer.ClientSecret"/>.</summary>
public static class OAuthClient
{
    /// <summary>Its tokens let send as <see cref="MailAccount.Address"/>.</summary>
    public const string Mailbox = "2f6d9c1e-5b7a-4c3d-8e9f-0a1b2c3d4e5f";

    /// <summary>Its tokens are for another mailbox, as those of an application without the right to this one.</summary>
    public const string OtherMailbox = "6a5b4c3d-2e1f-4a0b-9c8d-7e6f5a4b3c2d";

    /// <summary>Its tokens are revoked the moment they are issued.</summary>
    public const string Revoked = "9d8c7b6a-5f4e-4d3c-a2b1-c0d9e8f7a6b5";
}
