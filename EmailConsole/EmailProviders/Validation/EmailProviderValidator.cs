using FluentValidation;
using FluentValidation.Results;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>The rules, in the order of the form; each message says what to type instead.</summary>
internal sealed class EmailProviderValidator : AbstractValidator<Candidate>
{
    public EmailProviderValidator()
    {
        RuleFor(c => c.Input.Settings.Server).IsInEnum().OverridePropertyName(nameof(EmailProviderSettings.Server))
            .WithMessage("Choose a server of your own or the super tenant's.");
        When(c => c.HasOwnServer && c.IsSmtp, AddServer);
        When(c => c.HasOwnServer && !c.IsSmtp, AddKind);
        When(c => c.NeedsSender || c.Input.Settings.FromAddress.Length > 0, () =>
            RuleFor(c => c.Input.Settings.FromAddress).Refuse(nameof(EmailProviderSettings.FromAddress), text =>
                text.Length == 0 ? "Enter the address that mail is sent from, such as no-reply@example.com." : BareAddress.FindFault(text)));
        RuleFor(c => c.Input.Settings.DisplayNameMode).IsInEnum().OverridePropertyName(nameof(EmailProviderSettings.DisplayNameMode))
            .WithMessage("Choose a name, the address only, or leave it to the server.");
        When(c => c.Input.Settings.DisplayNameMode == DisplayNameMode.Name, () =>
            RuleFor(c => c.Input.Settings.DisplayName).Refuse(nameof(EmailProviderSettings.DisplayName), text =>
                text is null ? "Enter a name, or choose the address only." : ProviderText.FindFault(text, ProviderText.MaxOrdinary)));
        RuleFor(c => c.Input.Settings.ReplyTo).Refuse(nameof(EmailProviderSettings.ReplyTo), text =>
            text is null ? null : AddressList.FindFault(text));
        RuleFor(c => c.Input.Settings.AuthenticationType).IsInEnum().OverridePropertyName(nameof(EmailProviderSettings.AuthenticationType))
            .WithMessage("Choose Basic, Client Credentials or None.");
        When(c => c.IsBasic, AddBasic);
        When(c => c.IsClientCredential, AddClientCredential);
        When(c => c.HasOwnServer, AddLimits);
    }

    private void AddServer()
    {
        RuleFor(c => c.Input.Settings.Host).Refuse(nameof(EmailProviderSettings.Host), FindHostFault);
        RuleFor(c => c.Input.Settings.Port).InclusiveBetween(1, 65535).OverridePropertyName(nameof(EmailProviderSettings.Port))
            .WithMessage("Use a port from 1 to 65535, usually 587 (STARTTLS) or 465 (TLS).");
        RuleFor(c => c.Input.Settings.Encryption).IsInEnum().OverridePropertyName(nameof(EmailProviderSettings.Encryption))
            .WithMessage("Choose STARTTLS required, STARTTLS if offered, TLS or None.");
        RuleFor(c => c.Input.AcceptsClearTextCredentials).Refuse(
            nameof(EmailProviderInput.AcceptsClearTextCredentials), (candidate, _) => ClearTextRule.FindFault(candidate.Input));
    }

    private void AddKind() => RuleFor(c => c.Input.Settings).Custom((_, context) =>
    {
        foreach (var error in KindRule.FindErrors(context.InstanceToValidate))
        {
            context.AddFailure(new ValidationFailure(error.Field, error.Message));
        }
    });

    private void AddLimits()
    {
        RuleFor(c => c.Input.Settings.MaxConnections).Refuse(nameof(EmailProviderSettings.MaxConnections), number =>
            LimitRange.FindFault(number, LimitRange.MaxConnections, "the usual number"));
        RuleFor(c => c.Input.Settings.MessagesPerMinute).Refuse(nameof(EmailProviderSettings.MessagesPerMinute), number =>
            LimitRange.FindFault(number, LimitRange.MaxMessages, "no limit"));
        RuleFor(c => c.Input.Settings.MessagesPerConnection).Refuse(nameof(EmailProviderSettings.MessagesPerConnection), number =>
            LimitRange.FindFault(number, LimitRange.MaxMessages, "the usual number"));
    }

    private void AddBasic()
    {
        RuleFor(c => c.Input.Settings.Username).Refuse(nameof(EmailProviderSettings.Username), text =>
            text is null ? "Enter the username that the server knows, often the email address." : ProviderText.FindFault(text, ProviderText.MaxOrdinary));
        RuleFor(c => c.Input.Password).Refuse(nameof(EmailProviderInput.Password), PasswordRequirement.FindFault);
    }

    private void AddClientCredential()
    {
        RuleFor(c => c.Input.Settings.ClientId).Refuse(nameof(EmailProviderSettings.ClientId), text =>
            text is null ? "Enter the Client ID of the application that was registered for sending." : ProviderText.FindFault(text, ProviderText.MaxOrdinary));
        RuleFor(c => c.Input.ClientSecret).Refuse(nameof(EmailProviderInput.ClientSecret), ClientSecretRequirement.FindFault);
        RuleFor(c => c.Input.Settings.TokenEndpoint).Refuse(nameof(EmailProviderSettings.TokenEndpoint), text =>
            text is null ? "Enter the address that gives tokens; it starts with https://." : TokenEndpointRule.FindFault(text));
        RuleFor(c => c.Input.Settings.Scopes).Refuse(nameof(EmailProviderSettings.Scopes), text =>
            text is null ? "Enter the scopes to ask for, such as https://outlook.office365.com/.default." : ScopeList.FindFault(text));
    }

    private static string? FindHostFault(string host) => HostName.TryParse(host, out _, out var error) ? null : error;
}
