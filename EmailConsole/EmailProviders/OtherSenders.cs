namespace EmailConsole.EmailProviders;

/// <summary>What becomes of a message that a program hands over by SMTP, and whose From is not the From Address of the provider in force.</summary>
public enum OtherSenders
{
    /// <summary>It is refused, with a reply that names both addresses.</summary>
    Refuse = 0,

    /// <summary>It passes as it is where its address or domain is on the tenant's list.</summary>
    Allow = 1,

    /// <summary>The From Address takes its place; it becomes Reply-To where there is none.</summary>
    Replace = 2,
}
