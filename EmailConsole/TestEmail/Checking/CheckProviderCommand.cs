using System.CommandLine;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Kinds;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.TestEmail.Checking;

/// <summary>
/// <c>EmailConsole check-provider</c>: sends one real mail by a provider of any kind, or has its credentials checked, and prints stages,
/// request and answer without secrets.
/// It opens no database and no port. The network policy is the platform's: whoever has a shell here reaches the network anyhow.
/// </summary>
/// <param name="output">Where it is printed.</param>
/// <param name="prompt">Gives the secrets.</param>
/// <param name="adjust">Called last, before the services are built: adds what rooms above know.</param>
internal sealed class CheckProviderCommand(TextWriter output, ISecretPrompt prompt, Action<IHostApplicationBuilder, Home> adjust)
{
    public const string Name = "check-provider";
    public const string FromOption = "--from";
    public const string ClearTextOption = "--accept-clear-text";

    private const string ToOption = "--to";
    private const string CheckOption = "--credentials-only";

    private const string Usage =
        """
        check-provider --kind KIND --from ADDRESS --to ADDRESS [--set NAME=VALUE …]
        check-provider --kind KIND --from ADDRESS --credentials-only [--set NAME=VALUE …]

        Sends one real mail, or only has the credentials checked, and prints each stage, the request and the answer. Secrets are typed when
        they are asked for, or piped, one a line in the order below, or in the environment's variables named below; never on the command line.
        Exit code 0: accepted; 1: not accepted, or not known; 2: wrong arguments or configuration.

        The kinds, the names that --set takes, and (in brackets) the secrets:
        """;

    private readonly Option<string> _kind = new("--kind") { Description = "The kind of provider, such as smtp or sendgrid.", Required = true };

    private readonly Option<string> _from = new(FromOption) { Description = "The From Address.", Required = true };

    private readonly Option<string[]> _to = new(ToOption) { Description = "Who gets the mail. May be given several times." };

    private readonly Option<string[]> _set = new("--set") { Description = "A field of the kind: name=value. May be given several times." };

    private readonly Option<bool> _check = new(CheckOption) { Description = "Send nothing: have the credentials checked." };

    private readonly Option<bool> _clearText = new(ClearTextOption) { Description = "SMTP: credentials may travel without encryption." };

    /// <returns>0: it was accepted for everybody, the credentials were, or the kinds were listed; 1: it was not, or nobody knows; 2: the command line or the configuration is wrong.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 0)
        {
            await output.WriteLineAsync(Usage);
            foreach (var kind in CheckedKind.All)
            {
                await output.WriteLineAsync();
                await WriteLinesAsync(kind.Describe());
            }

            return 0;
        }

        // A file that is named by @ may hold anything, a secret for instance
        var command = new RootCommand("Send one real mail by a provider of any kind.") { _kind, _from, _to, _check, _set, _clearText };
        var parsed = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0 && parsed.Action is not null)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, cancellationToken);
        }

        if (FindFaults(parsed) is { Count: > 0 } faults)
        {
            return await RefuseAsync(faults);
        }

        try
        {
            return await PrepareAsync(parsed, cancellationToken);
        }
        catch (Exception e) when (Explain(e) is { } lines)
        {
            return await RefuseAsync(lines);
        }
    }

    /// <summary>What nobody knows is not repeated: it may be a secret.</summary>
    private static IReadOnlyList<string> FindFaults(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0
        ? [$"Of options there are --kind, {FromOption}, {ToOption}, {CheckOption}, --set and {ClearTextOption}. A secret has no place on the command line: it is asked for, or piped."]
        : [.. parsed.Errors.Select(e => e.Message)];

    private static IReadOnlyList<string>? Explain(Exception e) => e switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. many.InnerExceptions.SelectMany(inner => ((OptionsValidationException)inner).Failures)],
        InvalidOperationException { InnerException: FormatException } unreadable => [unreadable.Message],
        _ => null,
    };

    private async Task<int> PrepareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (CheckedKind.All.FirstOrDefault(k => k.Name == parsed.GetRequiredValue(_kind)) is not { } kind)
        {
            return await RefuseAsync([$"There is no such kind. There are: {string.Join(", ", CheckedKind.All.Select(k => k.Name))}."]);
        }

        var assignments = parsed.GetValue(_set) ?? [];
        List<string> faults = [];
        var settings = kind.Defaults with { FromAddress = parsed.GetRequiredValue(_from) };
        foreach (var assignment in assignments)
        {
            (settings, var fault) = kind.Set(settings, assignment);
            faults.AddRange(fault is null ? [] : [fault]);
        }

        if (faults.Count == 0)
        {
            faults.AddRange(assignments.Select(a => kind.Find(a.Split('=')[0].Trim())!).Where(f => !f.AppliesTo(settings)).Distinct()
                .Select(f => $"{kind.ShortName(f.Name)} has no meaning with the other fields."));
        }

        IReadOnlyList<MailboxAddress>? recipients = null;
        var to = parsed.GetValue(_to) ?? [];
        if (parsed.GetValue(_check))
        {
            faults.AddRange(to.Length > 0 ? [$"With {CheckOption} nothing is sent, so there is no {ToOption}."] : []);
        }
        else if (to.Length == 0)
        {
            faults.Add($"Say who gets the mail ({ToOption}), or {CheckOption}, with which nothing is sent.");
        }
        else if (!TestRecipients.TryParse(to, out recipients, out var wrong))
        {
            faults.Add($"{ToOption}: {wrong}");
        }

        if (faults.Count > 0)
        {
            return await RefuseAsync(faults);
        }

        // Before anybody types a secret
        var input = Normalisation.Normalise(new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep, parsed.GetValue(_clearText)));
        var secrets = kind.Secrets.Where(s => s.AppliesTo(input.Settings)).ToList();
        faults.AddRange(FindErrors(kind, input).Where(e => secrets.TrueForAll(s => s.Name != e.Field)).Select(e => e.Line));
        if (faults.Count > 0)
        {
            return await RefuseAsync(faults);
        }

        using var host = Build();
        host.Services.GetService<IStartupValidator>()?.Validate();
        if (new OwnServerRule(host.Services.GetServices<IOwnServer>()).FindFault(input.Settings) is { } loop)
        {
            faults.Add(LineOf(kind, loop));
        }
        else
        {
            input = Normalisation.Normalise(secrets.Aggregate(input, (asked, secret) => Ask(kind, asked, secret)));
            faults.AddRange(FindErrors(kind, input).Select(e => e.Line));
        }

        return faults.Count > 0 ? await RefuseAsync(faults) : await RunAsync(host, kind, input, recipients, cancellationToken);
    }

    private static IEnumerable<(string Field, string Line)> FindErrors(CheckedKind kind, EmailProviderInput input) =>
        EmailProviderValidation.FindErrorsOfNormal(input, stored: null).Select(e => (e.Field, LineOf(kind, e)));

    private static string LineOf(CheckedKind kind, FieldError error) => $"{kind.ShortName(error.Field)}: {error.Message}";

    private EmailProviderInput Ask(CheckedKind kind, EmailProviderInput input, ProviderSecret secret)
    {
        var question = secret.IsRequired ? secret.Label : $"{secret.Label} (may stay empty)";
        return prompt.Ask(kind.Variable(secret), question) is not { Length: > 0 } typed ? input : secret.Name switch
        {
            nameof(EmailProviderInput.Password) => input with { Password = new SecretInput.Replaced(typed) },
            nameof(EmailProviderInput.ClientSecret) => input with { ClientSecret = new SecretInput.Replaced(typed) },
            _ => input with { Secrets = input.Secrets.With(secret.Name, typed) },
        };
    }

    /// <param name="host">With what sends.</param>
    /// <param name="kind">Of provider.</param>
    /// <param name="input">Its settings.</param>
    /// <param name="recipients">Who gets the mail; null: the credentials alone are checked.</param>
    /// <param name="cancellationToken">Ends it with a result.</param>
    private async Task<int> RunAsync(
        IHost host, CheckedKind kind, EmailProviderInput input, IReadOnlyList<MailboxAddress>? recipients, CancellationToken cancellationToken)
    {
        var sender = host.Services.GetRequiredService<ISharedSender>();
        if (recipients is null && sender.FindCheck(input.Settings) is null)
        {
            return await RefuseAsync([$"{kind.Label} has no way to check the credentials without sending, with these fields. Send a mail ({ToOption})."]);
        }

        var (clock, advisor) = (host.Services.GetRequiredService<TimeProvider>(), host.Services.GetRequiredService<IDeliveryAdvisor>());
        await output.WriteLineAsync(recipients is null
            ? $"The credentials of {kind.Label}, without sending"
            : $"By {kind.Label}, from {input.Settings.FromAddress} to {string.Join(", ", recipients.Select(r => r.Address))}");
        await WriteLinesAsync(kind.Notes.Take(1));
        await output.WriteLineAsync();

        using var limit = new CancellationTokenSource(TestEmailTimeLimit.Whole, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var report = new CheckReport(output);
        var timed = new TestEmailTimeLimit(report, advisor, input.Settings, limit.Token, cancellationToken);
        var provider = new ProviderInForce(
            ProviderOrigin.SuperTenant, Guid.CreateVersion7(), Guid.CreateVersion7(), input.Settings, input.SecretsOver(EmailProviderSecrets.None));
        var isGood = recipients is null
            ? report.Conclude(timed.Translate(await sender.CheckAsync(provider, timed, either.Token)))
            : report.Conclude(timed.Translate(await sender.SendOnceAsync(provider, Mail(kind, recipients), timed, either.Token)));
        return isGood ? 0 : 1;
    }

    private IHost Build()
    {
        // The console's environment is named as every web application's
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") });

        // What the console would log stands beside the report, not within
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        var home = builder.AddHome();
        builder.AddDelivery(home);
        builder.AddKinds();
        adjust(builder, home);
        return builder.Build();
    }

    private static OutgoingEmail Mail(CheckedKind kind, IReadOnlyList<MailboxAddress> recipients)
    {
        var text = $"This is a test. Somebody asked EmailConsole to send it by {kind.Label}. If you did not expect it, you can ignore it.";
        return new OutgoingEmail(recipients, "Test email from EmailConsole", $"{text}\r\n", $"<p>{text}</p>");
    }

    private async Task<int> RefuseAsync(IReadOnlyList<string> faults)
    {
        await WriteLinesAsync(faults);
        await output.WriteLineAsync($"Nothing was sent. '{Name}' alone lists the kinds and their fields.");
        return 2;
    }

    private async Task WriteLinesAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }
}
