using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.Invitations;

/// <summary>
/// Links by which somebody chooses a password: Identity's password reset token. It works once, since the new password
/// changes the security stamp that the token holds.
/// </summary>
internal sealed class InvitationLinks(IOptions<DataProtectionTokenProviderOptions> tokens, TimeProvider time)
{
    private const int MaxTokenLength = 2048;
    private const string TokenParameter = "&token=";

    /// <summary>Makes a link, and earlier ones of the same account worthless. Saves the account.</summary>
    public async Task<IssuedCredential.Link> CreateAsync(UserManager<Account> users, Account account)
    {
        await users.UpdateSecurityStampAsync(account);
        var token = await users.GeneratePasswordResetTokenAsync(account);
        var encoded = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));
        return new IssuedCredential.Link(
            $"invitation?account={account.Id:N}{TokenParameter}{encoded}", time.GetUtcNow() + tokens.Value.TokenLifespan);
    }

    /// <summary>The token of a link's path: who knows it chooses the password.</summary>
    public static string SecretOf(string path) => path[(path.IndexOf(TokenParameter, StringComparison.Ordinal) + TokenParameter.Length)..];

    /// <returns>Null where the text is no token.</returns>
    public static string? Decode(string? encoded)
    {
        if (encoded is not { Length: > 0 and <= MaxTokenLength })
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(encoded));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static Task<bool> IsValidAsync(UserManager<Account> users, Account account, string token) =>
        users.VerifyUserTokenAsync(
            account, users.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token);
}
