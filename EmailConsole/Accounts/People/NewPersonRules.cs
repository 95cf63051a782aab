using System.Net.Mail;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.SignIn;

namespace EmailConsole.Accounts.People;

/// <summary>Checks somebody to add, and brings the input into its normal form.</summary>
internal static class NewPersonRules
{
    private const int MaxEmailLength = 320;

    public static IReadOnlyList<FieldProblem> Check(NewPerson person, string domain, out string user, out string? email)
    {
        var problems = new List<FieldProblem>();
        user = UserOf(person.User, domain);
        email = EmailOf(person.Email, user);
        if (!UserPart.IsValid(user))
        {
            problems.Add(new FieldProblem(nameof(NewPerson.User), UserPart.Rule));
        }

        if (email is not null && !IsAddress(email))
        {
            problems.Add(new FieldProblem(nameof(NewPerson.Email), "Enter one email address, such as alice@example.com, or leave it empty."));
        }

        if (person.Credential is Credential.MailedLink && email is null)
        {
            problems.Add(new FieldProblem(nameof(NewPerson.Email), "Enter the email address that the invitation goes to."));
        }

        if (person.Credential is Credential.Chosen chosen && PasswordRules.Check(chosen.Password, $"{user}@{domain}") is { } error)
        {
            problems.Add(new FieldProblem(nameof(Credential.Chosen.Password), error));
        }

        return problems;
    }

    private static string UserOf(string? text, string domain)
    {
        var user = (text ?? "").Trim();
        return user.EndsWith($"@{domain}", StringComparison.OrdinalIgnoreCase) ? user[..^(domain.Length + 1)] : user;
    }

    private static string? EmailOf(string? text, string user)
    {
        var email = (text ?? "").Trim();
        return email.Length > 0 ? email : IsAddress(user) ? user : null;
    }

    private static bool IsAddress(string text) =>
        text.Length <= MaxEmailLength && !text.Any(char.IsControl)
        && MailAddress.TryCreate(text, out var address) && address.Address == text && address.DisplayName.Length == 0;
}
