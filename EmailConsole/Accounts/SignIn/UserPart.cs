using System.Globalization;
using System.Text;

namespace EmailConsole.Accounts.SignIn;

/// <summary>The part of a username before the tenant: a name or an email address.</summary>
internal static class UserPart
{
    public const int MaxLength = 200;

    public const string Rule = "Use 1 to 200 letters, digits and signs without spaces, such as alice or alice@example.com.";

    public static bool IsValid(string user) =>
        user.Length is > 0 and <= MaxLength && user.EnumerateRunes().All(IsAllowed);

    // Format characters are invisible: two names could look alike
    private static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator) && rune != Rune.ReplacementChar && rune.Value is not ('/' or '\\');
}
