using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api.Contract;

namespace EmailConsole.Tests.EmailProviders.Api.Fuzz;

public sealed class SenderHeadersFuzzTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private static readonly string[] Odd = ["", "*", "\"", "\"x", "W/\"x\"", ",", ";", "a/b;c", "*/*;q=x", "\"a\",\"b\"", "text/json; charset=utf-7", "null"];

    [Theory]
    [InlineData("If-Match")]
    [InlineData("Accept")]
    [InlineData("Content-Type")]
    [InlineData("Content-Encoding")]
    [InlineData("Authorization")]
    [InlineData("traceparent")]
    public async Task Send_OddHeader_NeverFails(string name)
    {
        using var first = await SenderClient.CreateAsync(console, "headers.example", 1);
        foreach (var version in Senders.Versions)
        {
            foreach (var (method, path, _) in Senders.Operations)
            {
                foreach (var value in Odd)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), $"t/headers.example/api/server/v{version}{path}");
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(SenderClient.Basic(version).ToJsonString()));
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                    var headers = name.StartsWith("Content-", StringComparison.Ordinal) ? (HttpHeaders)request.Content.Headers : request.Headers;
                    headers.Remove(name);
                    Assert.True(headers.TryAddWithoutValidation(name, value));

                    using var response = await first.Http.SendAsync(request);

                    Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {method} {path} {name}: {value}");
                }
            }
        }
    }
}
