namespace EmailConsole.Rest.Server;

/// <summary>The body of an error of one of WSO2's APIs.</summary>
/// <param name="Code">Such as <c>NSM-65022</c>.</param>
/// <param name="Message">What kind of error it is.</param>
/// <param name="Description">What happened and what to do.</param>
/// <param name="TraceId">By what the request is found in the logs.</param>
public sealed record ServerErrorBody(string Code, string Message, string Description, string TraceId);

/// <summary>The body of an error that the API behind never saw; its code is a number.</summary>
/// <inheritdoc cref="ServerErrorBody"/>
public sealed record ServerRefusalBody(int Code, string Message, string Description, string TraceId);
