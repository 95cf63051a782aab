using System.Text.Json;
using EmailConsole.Rest.Errors;
using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Rest.Errors;

public sealed class RestErrorMiddlewareTests
{
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task Invoke_UnforeseenException_Answers500WithoutItsText()
    {
        var (http, body) = await InvokeAsync(_ => throw new InvalidOperationException("secret detail"));

        Assert.Equal(500, http.Response.StatusCode);
        Assert.DoesNotContain("secret detail", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_DatabaseFails_Answers503AndWhenToTryAgain()
    {
        var (http, _) = await InvokeAsync(_ => throw new SqliteException("database is locked", 5));

        Assert.Equal(503, http.Response.StatusCode);
        Assert.Equal("5", http.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Invoke_Bare503_SaysWhenToTryAgain()
    {
        var (http, _) = await InvokeAsync(http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        Assert.Equal("1", http.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Invoke_AnyProblem_IsLoggedWithTheTraceOfItsBodyAndWithoutItsWords()
    {
        var (_, body) = await InvokeAsync(_ => throw new BadHttpRequestException("what the caller sent", 413));

        using var problem = JsonDocument.Parse(body);
        Assert.Equal(
            $"Information {typeof(Problem).FullName}: Answered 413 (trace {problem.RootElement.GetProperty("traceId").GetString()})",
            Assert.Single(_log.Lines));
    }

    [Theory]
    [InlineData("{\"number\": 1", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("{\"number\": \"x\"}", "number")]
    [InlineData("{\"list\": [1, \"x\"]}", "list[1]")]
    [InlineData("{\"other\": 1}", "other")]
    public async Task Invoke_BodyThatCannotBeRead_Answers400AndNamesTheField(string json, string? field)
    {
        var fault = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Sample>(json, Strict));

        var (http, body) = await InvokeAsync(_ => throw new BadHttpRequestException("Failed to read", 400, fault));

        using var problem = JsonDocument.Parse(body);
        Assert.Equal(400, http.Response.StatusCode);
        Assert.Equal(field, problem.RootElement.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Single().Name : null);
        Assert.DoesNotContain("Sample", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_CallerIsGone_AnswersNothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        var (_, body) = await InvokeAsync(http =>
        {
            http.RequestAborted = gone.Token;
            throw new OperationCanceledException(gone.Token);
        });

        Assert.Empty(body);
    }

    [Fact]
    public async Task Invoke_ApiWithErrorsOfItsOwn_AnswersThose()
    {
        var (http, body) = await InvokeAsync(http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        }, new ScriptedErrors());

        Assert.Equal(404, http.Response.StatusCode);
        Assert.Equal("own 404", body);
    }

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private async Task<(DefaultHttpContext Http, string Body)> InvokeAsync(RequestDelegate next, params IRestErrors[] apis)
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_log)).BuildServiceProvider();
        var http = new DefaultHttpContext
        {
            Request = { Path = "/t/foo.com/api/v1/emails" },
            Response = { Body = new MemoryStream() },
            RequestServices = services,
        };
        var middleware = new RestErrorMiddleware(next, new RestErrors(apis), new RestAddresses(new DefaultEndpointDataSource()), NullLogger<RestErrorMiddleware>.Instance);
        await middleware.InvokeAsync(http);
        http.Response.Body.Position = 0;
        using var reader = new StreamReader(http.Response.Body);
        return (http, await reader.ReadToEndAsync());
    }

    private sealed record Sample(int Number, IReadOnlyList<int>? List);

    private sealed class ScriptedErrors : IRestErrors
    {
        public bool Answers(PathString path) => path == "/api/v1/emails";

        public Task WriteAsync(HttpContext http, RestFault fault) => http.Response.WriteAsync($"own {fault.Status}");
    }
}
