using EmailConsole.Accounts.SetUp;

namespace EmailConsole.Tests.Accounts;

/// <summary>Hands the set-up link to a test instead of a console or a file.</summary>
internal sealed class FakeAnnouncement : ISetUpAnnouncement
{
    private readonly TaskCompletionSource<Uri> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Uri> First => _first.Task.WaitAsync(Bound.Wait);

    public string Place => "was handed to a test";

    public bool IsWithdrawn { get; private set; }

    public Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        _first.TrySetResult(link);
        return Task.CompletedTask;
    }

    public void Withdraw() => IsWithdrawn = true;
}
