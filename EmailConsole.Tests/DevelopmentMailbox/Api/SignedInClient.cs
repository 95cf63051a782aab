using System.Net;
using System.Text.RegularExpressions;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.DevelopmentMailbox.Api;

/// <summary>Signs in as a browser does, without one.</summary>
internal static partial class SignedInClient
{
    public static async Task<HttpClient> SignInAsync(this ConsoleApplication console, ConsolePerson person)
    {
        var client = console.CreateBareClient();
        var address = new Uri("sign-in", UriKind.Relative);
        var fields = HiddenField().Matches(await client.GetStringAsync(address))
            .ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        fields["Input.Username"] = person.Username;
        fields["Input.Password"] = person.Password;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(address, form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return client;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenField();
}
