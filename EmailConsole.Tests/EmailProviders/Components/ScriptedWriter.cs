using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>Answers a form as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedWriter : IEmailProviderWriter
{
    private readonly Queue<Func<EmailProviderInput?, Task<UpdateResult>>> _answers = new();

    public List<(EmailProviderInput Input, Guid? Version)> Updates { get; } = [];

    public List<Guid> Reverts { get; } = [];

    public List<EmailProviderInput> Added { get; } = [];

    /// <summary>Of which entry the last update or revert was.</summary>
    public ProviderId? Entry { get; private set; }

    public void Answer(UpdateResult result) => _answers.Enqueue(_ => Task.FromResult(result));

    public void AnswerWhen(Task<UpdateResult> result) => _answers.Enqueue(_ => result);

    /// <summary>Stores what it is given.</summary>
    public void AnswerSaved() => _answers.Enqueue(input => Task.FromResult<UpdateResult>(
        new UpdateResult.Saved(Stored(input!.Settings, input.Password is SecretInput.Replaced))));

    public void Fail() => _answers.Enqueue(_ => throw new TimeoutException("The database is away"));

    public static StoredEmailProvider Stored(
        EmailConsole.EmailProviders.EmailProviderSettings settings, bool hasPassword = true, string by = "admin@foo.com") =>
        new(settings, hasPassword, HasClientSecret: false, Guid.CreateVersion7(), by, ProviderDatabase.Start);

    public Task<UpdateResult> UpdateAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, EmailProviderInput input, Guid? loadedVersion, CancellationToken cancellationToken)
    {
        Entry = entry;
        Updates.Add((input, loadedVersion));
        return _answers.Dequeue()(input);
    }

    public Task<UpdateResult> AddAsync(ClaimsPrincipal person, string? tenantDomain, EmailProviderInput input, CancellationToken cancellationToken)
    {
        Added.Add(input);
        return _answers.Dequeue()(input);
    }

    public Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId? entry, Guid loadedVersion, CancellationToken cancellationToken)
    {
        Entry = entry;
        Reverts.Add(loadedVersion);
        return _answers.Dequeue()(null);
    }
}
