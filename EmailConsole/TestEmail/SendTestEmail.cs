using System.Security.Claims;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.TestEmail.Message;
using EmailConsole.TestEmail.Progress;
using MimeKit;

namespace EmailConsole.TestEmail;

/// <summary>
/// Sends one test email, or has the credentials checked, now, with the stored settings or with those of the form. Never queued, never
/// retried; ends within <see cref="TestEmailTimeLimit.Whole"/>.
/// </summary>
internal sealed partial class SendTestEmail(
    TenantAccess access,
    PrepareEmailProvider prepare,
    IEffectiveProvider effective,
    ISharedSender sender,
    IDeliveryAdvisor advisor,
    TestEmailQuota quota,
    IEnumerable<IProviderRetry> retries,
    TimeProvider time,
    ILogger<SendTestEmail> logger)
{
    /// <param name="person">Who tests. Operators test the stored settings only.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="request">Recipients and, for administrators, the form.</param>
    /// <param name="listener">Told of each stage as it happens.</param>
    /// <param name="cancellationToken">Ends the test with a result, not with an exception.</param>
    public async Task<TestEmailResult> SendAsync(
        ClaimsPrincipal person, string? tenantDomain, TestEmailRequest request, ITestEmailListener listener, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TestEmailTimeLimit.Whole, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (granted, refused) = await DecideAsync(person, tenantDomain, request, either.Token);
            if (granted is null)
            {
                return refused!;
            }

            IReadOnlyList<MailboxAddress>? recipients = null;
            if (!request.ChecksOnly && !TestRecipients.TryParse(request.Recipients, out recipients, out var error))
            {
                return new TestEmailResult.InvalidRecipients(error);
            }

            var (provider, refusal) = await FindProviderAsync(granted.Tenant, request, either.Token);
            if (provider is null)
            {
                return refusal!;
            }

            if (!quota.TryTake(granted.Actor.AccountId, out var retryAfter))
            {
                LogTooMany(granted.Actor.Username, granted.Tenant.Domain);
                return new TestEmailResult.TooMany(retryAfter);
            }

            var isDiscreet = provider.OwnerTenantId != granted.Tenant.Id && !granted.Actor.IsPlatformAdministrator;
            var told = isDiscreet ? new InheritedTest(listener) : listener;
            var timed = new TestEmailTimeLimit(told, advisor, provider.Settings, limit.Token, cancellationToken);
            if (recipients is null)
            {
                if (sender.FindCheck(provider.Settings) is { } way)
                {
                    told.Prepared([.. StagePlan.ForCheck(provider.Settings, way)]);
                }

                var result = await CheckAsync(granted, provider, request.Draft is not null, timed, either.Token);
                return isDiscreet
                    ? result with { Check = InheritedTest.Redact(result.Check), Settings = InheritedTest.Redact(result.Settings) }
                    : result;
            }

            told.Prepared([.. StagePlan.For(provider.Settings)]);
            var finished = await DeliverAsync(granted, provider, request.Draft is not null, recipients, timed, either.Token);
            if (finished.Outcome is DeliveryOutcome.Delivered)
            {
                await TellThatItWorksAsync(granted.Tenant.Id, provider, mayEndPause: !isDiscreet, either.Token);
            }

            return isDiscreet
                ? finished with { Outcome = InheritedTest.Redact(finished.Outcome), Settings = InheritedTest.Redact(finished.Settings) }
                : finished;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return new TestEmailResult.Cancelled();
        }
    }

    /// <summary>Whether the credentials of what would be tested can be checked without sending; what is not there, or not the person's to test, has none.</summary>
    /// <param name="person">Who would.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="request">What they would test.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<bool> CanCheckAsync(ClaimsPrincipal person, string? tenantDomain, TestEmailRequest request, CancellationToken cancellationToken)
    {
        // They typed it themselves
        if (request.Draft is { Settings.Server: ProviderServer.Own } draft)
        {
            return sender.FindCheck(draft.Settings) is not null;
        }

        return (await DecideAsync(person, tenantDomain, request, cancellationToken)).Granted is { } granted
            && (await FindProviderAsync(granted.Tenant, request, cancellationToken)).Provider is { } provider
            && sender.FindCheck(provider.Settings) is not null;
    }

    private async Task<(TenantDecision.Granted? Granted, TestEmailResult? Refused)> DecideAsync(
        ClaimsPrincipal person, string? tenantDomain, TestEmailRequest request, CancellationToken cancellationToken)
    {
        var permission = request.Draft is null ? TenantPermission.TestStored : TenantPermission.Administer;
        var decision = await access.DecideAsync(person, tenantDomain, permission, cancellationToken);
        return decision is TenantDecision.Granted granted ? (granted, null) : (null, new TestEmailResult.Refused(decision));
    }

    private async Task<(ProviderInForce? Provider, TestEmailResult? Refusal)> FindProviderAsync(
        Tenant tenant, TestEmailRequest request, CancellationToken cancellationToken)
    {
        if (!tenant.IsActive)
        {
            return (null, new TestEmailResult.TenantInactive());
        }

        if (request is { Draft: null, Entry: { } entry })
        {
            return await prepare.PrepareStoredAsync(tenant, entry, cancellationToken) is { } stored ? Answer(stored) : (null, new TestEmailResult.Gone());
        }

        if (request.Draft is null)
        {
            return await effective.ResolveAsync(tenant.Id, cancellationToken) switch
            {
                ProviderResolution.InForce inForce => (inForce.Provider, null),
                ProviderResolution.BeingReplaced replaced => (null, new TestEmailResult.BeingReplaced(replaced.Until)),
                ProviderResolution.NotPermitted refused => (null, new TestEmailResult.NotPermitted(refused.Reason)),
                _ => (null, new TestEmailResult.NoProvider()),
            };
        }

        // The super tenant's settings are those of its file; there is no form to test
        if (tenant.IsSuper)
        {
            return (null, new TestEmailResult.Refused(new TenantDecision.Forbidden()));
        }

        return Answer(await prepare.PrepareAsync(tenant, request.Entry, request.Draft, cancellationToken));
    }

    private static (ProviderInForce? Provider, TestEmailResult? Refusal) Answer(PrepareResult prepared) => prepared switch
    {
        PrepareResult.Ready ready => (ready.Provider, null),
        PrepareResult.Invalid invalid => (null, new TestEmailResult.InvalidDraft(invalid.Errors)),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is not a known result."),
    };

    /// <summary>Mail that waits because of a failure need not wait any longer, where what was tested is what it leaves with.</summary>
    private async Task TellThatItWorksAsync(Guid tenantId, ProviderInForce tested, bool mayEndPause, CancellationToken cancellationToken)
    {
        if ((await effective.FindRouteAsync(tenantId, cancellationToken)).FirstOrDefault(p => tested with { Name = p.Name, Version = p.Version } == p) is { } inForce)
        {
            foreach (var retry in retries)
            {
                retry.Tested(tenantId);
                if (mayEndPause)
                {
                    retry.Works(inForce);
                }
            }
        }
    }

    private async Task<TestEmailResult.Finished> DeliverAsync(
        TenantDecision.Granted granted,
        ProviderInForce provider,
        bool usesDraft,
        IReadOnlyList<MailboxAddress> recipients,
        TestEmailTimeLimit timed,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var facts = new TestEmailFacts(granted.Tenant, granted.Actor, provider, usesDraft, time.GetUtcNow());
        var email = TestEmailMessage.Create(facts, recipients);
        var outcome = timed.Translate(await sender.SendOnceAsync(provider, email, timed, cancellationToken));
        var elapsed = time.GetElapsedTime(started);
        LogTested(
            granted.Actor.Username, granted.Tenant.Domain, usesDraft ? "form's" : "stored",
            outcome.Reason?.Kind.ToString() ?? nameof(DeliveryOutcome.Delivered),
            (long)elapsed.TotalMilliseconds);
        return new TestEmailResult.Finished(
            outcome, provider.Settings, usesDraft, email.Subject, [.. recipients.Select(r => r.Address)], elapsed)
        {
            IsInherited = IsInherited(granted, provider),
        };
    }

    /// <summary>Whether a message would be taken it does not say, so that no pause ends and nothing counts as tested by it.</summary>
    private async Task<TestEmailResult.Checked> CheckAsync(
        TenantDecision.Granted granted, ProviderInForce provider, bool usesDraft, TestEmailTimeLimit timed, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var check = timed.Translate(await sender.CheckAsync(provider, timed, cancellationToken));
        var elapsed = time.GetElapsedTime(started);
        LogChecked(
            granted.Actor.Username, granted.Tenant.Domain, usesDraft ? "form's" : "stored",
            (check as CredentialCheck.Failed)?.Failure.Kind.ToString() ?? check.GetType().Name,
            (long)elapsed.TotalMilliseconds);
        return new TestEmailResult.Checked(check, provider.Settings, usesDraft, elapsed) { IsInherited = IsInherited(granted, provider) };
    }

    private static bool IsInherited(TenantDecision.Granted granted, ProviderInForce provider) =>
        provider.OwnerTenantId != granted.Tenant.Id && provider.Origin == ProviderOrigin.SuperTenant;

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Username} had the credentials of the email provider of {TenantDomain} checked with the {Values} settings: {Outcome} after {ElapsedMilliseconds} ms.")]
    private partial void LogChecked(string username, string tenantDomain, string values, string outcome, long elapsedMilliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Username} tested the email provider of {TenantDomain} with the {Values} settings: {Outcome} after {ElapsedMilliseconds} ms.")]
    private partial void LogTested(string username, string tenantDomain, string values, string outcome, long elapsedMilliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Username} asked for more tests of {TenantDomain} than a minute allows.")]
    private partial void LogTooMany(string username, string tenantDomain);
}

/// <summary>What a person asks to be tested.</summary>
/// <param name="Recipients">Addresses as typed; 1 to 5 different ones.</param>
/// <param name="Draft">The values now in the form, saved or not (administrators only); null: the stored settings.</param>
public sealed record TestEmailRequest(IReadOnlyList<string> Recipients, EmailProviderInput? Draft)
{
    /// <summary>Which of the tenant's providers, stored or not; null: the first, or what is in force.</summary>
    public ProviderId? Entry { get; init; }

    /// <summary>The credentials are checked, and nothing is sent.</summary>
    public bool ChecksOnly { get; init; }

    /// <param name="draft">As above.</param>
    public static TestEmailRequest Check(EmailProviderInput? draft) => new([], draft) { ChecksOnly = true };
}

/// <summary>Watches one test as it happens; called as <see cref="IDeliveryListener"/> is.</summary>
public interface ITestEmailListener : IDeliveryListener
{
    /// <summary>Comes first, once.</summary>
    /// <param name="stages">To expect, in order.</param>
    void Prepared(IReadOnlyList<DeliveryStage> stages);
}
