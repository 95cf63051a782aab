using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class SignInPageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("sign-in", "/")]
    [InlineData("sign-in?returnUrl=%2Ftenants", "/tenants")]
    [InlineData("sign-in?returnUrl=https%3A%2F%2Fevil.example%2F", "/")]
    [InlineData("sign-in?returnUrl=%2F%2Fevil.example%2F", "/")]
    [InlineData("sign-in?returnUrl=/%C3%A9", "/%C3%A9")]
    [InlineData("sign-in?returnUrl=/%E6%97%A5%F0%9F%98%80?x=%C3%A9%20y", "/%E6%97%A5%F0%9F%98%80?x=%C3%A9%20y")]
    [InlineData("sign-in?returnUrl=/%25C3%25A9", "/%C3%A9")]
    [InlineData("sign-in?returnUrl=/%0D%0AX:y", "/")]
    public async Task Post_RightPassword_LeadsToAnAddressOfThisSite(string path, string leadsTo)
    {
        var person = await console.AddSuperAdministratorAsync();
        using var client = console.CreateBareClient();

        using var response = await client.PostSignInAsync(person, path);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(new Uri(console.Url, leadsTo), new Uri(console.Url, response.Headers.Location!));
    }

    [Fact]
    public async Task Post_RightPassword_SetsACookieThatScriptsCannotRead()
    {
        var person = await console.AddSuperAdministratorAsync();
        using var client = console.CreateBareClient();

        using var response = await client.PostSignInAsync(person);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("EmailConsole=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Post_WrongPasswordOrUnknownName_AnswerTheSamePage()
    {
        await console.AddTenantAsync("page.example");
        using var client = console.CreateBareClient();

        using var wrong = await client.PostSignInAsync(new ConsolePerson("admin@page.example", "something else 12"));
        using var unknown = await client.PostSignInAsync(new ConsolePerson("nobody@page.example", "something else 12"));

        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Equal(Comparable(await wrong.Content.ReadAsStringAsync()), Comparable(await unknown.Content.ReadAsStringAsync()));
        Assert.DoesNotContain("something else 12", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithoutAntiforgeryToken_IsRefused()
    {
        var person = await console.AddSuperAdministratorAsync();
        using var client = console.CreateBareClient();
        using var body = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["Input.Username"] = person.Username,
            ["Input.Password"] = person.Password,
        });

        using var response = await client.PostAsync(new Uri("sign-in", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Post_HugeBody_IsRefused()
    {
        using var client = console.CreateBareClient();

        using var response = await client.PostSignInAsync(new ConsolePerson(new string('a', 20_000), "x"));

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task SignOut_WithTheToken_EndsTheSessionForACopyOfTheCookieToo()
    {
        var person = await console.AddTenantAsync("out.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").First(v => v.StartsWith("EmailConsole=", StringComparison.Ordinal)).Split(';')[0];

        using var signedOut = await client.PostSignOutAsync();

        Assert.Equal("/sign-in", signedOut.Headers.Location?.OriginalString);
        using var copy = console.CreateBareClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("t/out.example/people", UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        using var refused = await copy.SendAsync(request);
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    [Theory]
    [InlineData("sign-out", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a")]
    [InlineData("sign-out", "multipart/form-data", "nothing")]
    [InlineData("sign-out", "multipart/form-data; boundary=", "--\r\n")]
    [InlineData("sign-out", "application/x-www-form-urlencoded", "%zz=%&&==")]
    [InlineData("sign-out", "application/x-www-form-urlencoded; charset=nothing", "a=b")]
    [InlineData("sign-in", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a")]
    [InlineData("set-up", "multipart/form-data; boundary=x", "--x")]
    [InlineData("invitation", "multipart/form-data; boundary=x", "--x\r\nbroken")]
    public async Task Post_FormThatCannotBeRead_IsTheCallersFault(string path, string contentType, string text)
    {
        using var client = console.CreateBareClient();
        using var body = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var refused = await client.PostAsync(new Uri(path, UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutTheToken_KeepsTheSession()
    {
        var person = await console.AddTenantAsync("stay.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);
        using var body = new FormUrlEncodedContent([]);

        using var refused = await client.PostAsync(new Uri("sign-out", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var page = await client.GetAsync(new Uri("t/stay.example/people", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    // Tokens (in fields, and in comments for the framework) differ from one answer to the next; the username stands in its field.
    // The word that the installation was not set up goes as soon as another test has added an administrator
    private static string Comparable(string page) => Without("\\s+", Without("value=\"[^\"]*\"|<!--.*?-->|<div class=\"account-notice\".*?</div>", page));

    private static string Without(string pattern, string text) => System.Text.RegularExpressions.Regex.Replace(
        text, pattern, " ", System.Text.RegularExpressions.RegexOptions.Singleline, TimeSpan.FromSeconds(1));
}
