namespace EmailConsole.Accounts.SetUp;

/// <summary>Set-up by whoever holds the one-time link.</summary>
internal sealed class SetUpByLink(SetUpToken token, ISetUpAnnouncement announcement, FirstAdministrator administrator)
{
    /// <summary>Where the link of a fresh installation is found; null where it was set up.</summary>
    public string? Place => token.IsOffered ? announcement.Place : null;

    public bool IsValid(string? linkToken) => token.IsValid(linkToken);

    public async Task<SetUpResult> HandleAsync(string? linkToken, string? username, string? password, CancellationToken cancellationToken)
    {
        if (!token.IsValid(linkToken))
        {
            return new SetUpResult.LinkInvalid();
        }

        var result = await administrator.CreateAsync(username, password, cancellationToken);
        if (result is SetUpResult.Created or SetUpResult.NotNeeded)
        {
            token.End();
            announcement.Withdraw();
        }

        return result;
    }
}
