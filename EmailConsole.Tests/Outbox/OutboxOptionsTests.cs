using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

public sealed class OutboxOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() => Assert.True(Validate(new OutboxOptions()).Succeeded);

    [Fact]
    public void Validate_OutOfBounds_NamesEveryKey()
    {
        var options = new OutboxOptions { QueueLimit = 0, QueueBytes = 1, KeyBytes = 1, MaxRecipients = 0, RequestMemory = 100_000_000, LockTimeout = TimeSpan.Zero, ContentRetention = TimeSpan.FromDays(60) };
        options.AllowedHeaders.Add("Bcc");

        var failures = Validate(options).Failures!.ToList();

        Assert.Equal(8, failures.Count);
        foreach (var key in new[] { "QueueLimit", "QueueBytes", "KeyBytes", "MaxRecipients", "RequestMemory", "LockTimeout", "ContentRetention", "AllowedHeaders" })
        {
            Assert.Contains(failures, f => f.StartsWith($"Outbox:{key}", StringComparison.Ordinal));
        }
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(OutboxOptions options) =>
        new OutboxOptionsValidation().Validate(null, options);
}
