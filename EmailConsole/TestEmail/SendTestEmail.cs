using System.Security.Claims;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.TestEmail.Message;
using MimeKit;

namespace EmailConsole.TestEmail;

/// <summary>
/// Sends one test email, now, with the stored settings or with those of the form. Never queued, never retried; ends
/// within <see cref="TestEmailTimeLimit.Whole"/>.
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
            var permission = request.Draft is null ? TenantPermission.TestStored : TenantPermission.Administer;
            var decision = await access.DecideAsync(person, tenantDomain, permission, either.Token);
            if (decision is not TenantDecision.Granted granted)
            {
                return new TestEmailResult.Refused(decision);
            }

            if (!TestRecipients.TryParse(request.Recipients, out var recipients, out var error))
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
            told.Prepared(provider.Settings);
            var timed = new TestEmailTimeLimit(told, advisor, provider.Settings, limit.Token, cancellationToken);
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
            IsInherited = provider.OwnerTenantId != granted.Tenant.Id && provider.Origin == ProviderOrigin.SuperTenant,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Username} tested the email provider of {TenantDomain} with the {Values} settings: {Outcome} after {ElapsedMilliseconds} ms.")]
    private partial void LogTested(string username, string tenantDomain, string values, string outcome, long elapsedMilliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Username} asked for more test emails of {TenantDomain} than a minute allows.")]
    private partial void LogTooMany(string username, string tenantDomain);
}

/// <summary>What a person asks to be tested.</summary>
/// <param name="Recipients">Addresses as typed; 1 to 5 different ones.</param>
/// <param name="Draft">The values now in the form, saved or not (administrators only); null: the stored settings.</param>
public sealed record TestEmailRequest(IReadOnlyList<string> Recipients, EmailProviderInput? Draft)
{
    /// <summary>Which of the tenant's providers, stored or not; null: the first, or what is in force.</summary>
    public ProviderId? Entry { get; init; }
}

/// <summary>Watches one test as it happens; called as <see cref="IDeliveryListener"/> is.</summary>
public interface ITestEmailListener : IDeliveryListener
{
    /// <summary>Comes first, once: the stages to expect follow from the settings.</summary>
    void Prepared(EmailProviderSettings settings);
}
