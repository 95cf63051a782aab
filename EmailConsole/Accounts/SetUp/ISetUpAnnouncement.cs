namespace EmailConsole.Accounts.SetUp;

/// <summary>Tells whoever runs the machine, and nobody else, the set-up link.</summary>
internal interface ISetUpAnnouncement
{
    /// <summary>Where that is told, for whoever may read there: an end of a sentence, without a secret or a path.</summary>
    string Place { get; }

    /// <param name="link">The whole address.</param>
    /// <param name="expiresAt">Until when it is good; a new one is announced then.</param>
    Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>The link is of no use any more.</summary>
    void Withdraw();
}
